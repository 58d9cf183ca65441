"""Ideas as the rows of a list: every word worked out here, so that the template only puts it in place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.contrib.auth.models import AnonymousUser
from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from participation.accounts.models import User
from participation.consultations.ladder import Obligation
from participation.consultations.models import Stage
from participation.consultations.stages import Power
from participation.votes.casting import used_allowance, votes_of

from .drawing import FORM_END, draw_body, draw_brought_along, draw_closed_vote, draw_vote_form, draw_why
from .imports.formats import board_name
from .kept import Kept, kept
from .life import ANSWERED, Status, Step
from .lifeline import days_in_words
from .models import Idea
from .ranking.reasons import why
from .stages import why_not_votable

NEAR_DAYS = 5

TAGS = {
    Status.POSTED: "open",
    Status.VOTING: "vote",
    Status.OWED: "owed",
    Status.ACCEPTED: "answered",
    Status.PARTLY: "answered",
    Status.DECLINED: "declined",
    Status.ALREADY_DONE: "answered",
    Status.NOT_OURS: "declined",
    Status.ANSWERED: "answered",
    Status.IN_PROGRESS: "progress",
    Status.DONE: "done",
    Status.EXPIRED: "expired",
    Status.RETIRED: "neutral",
    Status.MERGED: "neutral",
    Status.SPLIT: "neutral",
}
# What is owed besides answers, as a heading; in lists a tag has room for no more.
DUTIES = {
    Obligation.LEGAL_CHECK: pgettext_lazy("on a tag", "Legal check"),
    Obligation.HEARING: pgettext_lazy("on a tag", "Public forum"),
    Obligation.DECISION: pgettext_lazy("on a tag", "Decision"),
}
REACHED = {Step.POST: 2, Step.VOTE: 3, Step.CONFIRM: 4, Step.ENDED: 3}


@dataclass(frozen=True)
class Row:
    """What ``ideas/_row.html`` puts together."""

    pk: int
    title: str
    count: str
    votable: bool
    vote: SafeString
    vote_end: SafeString
    body: SafeString
    why: SafeString | str


def rows_for(ideas: Iterable[Idea], user: User | AnonymousUser, *, sort: str = "", is_local: bool = False) -> list[Row]:
    """The rows of these ideas for this person, whose votes are asked for at once.

    With the order of the list each row says why it stands where it stands; ``is_local`` as in ``ranking.reasons.why``.
    """
    ideas, known = list(ideas), kept()
    mine = votes_of(user, Idea, [idea.pk for idea in ideas]) if isinstance(user, User) and ideas else {}
    used_up = _used_up(ideas, user, known) if isinstance(user, User) else frozenset()
    base = reverse("ideas:list")
    now = timezone.now()
    return [
        _row(
            idea,
            base,
            known,
            mine,
            idea.consultation_id in used_up,
            _reason(idea, base, known, sort, is_local, now) if sort else "",
        )
        for idea in ideas
    ]


def _used_up(ideas: list[Idea], user: User, known: Kept) -> frozenset[int]:
    """Consultations in which this person has no votes left."""
    used = set()
    for consultation_id in {idea.consultation_id for idea in ideas}:
        stage = known.stages.get(consultation_id)
        if stage and stage.votes_per_person and used_allowance(user, Stage(pk=stage.pk)) >= stage.votes_per_person:
            used.add(consultation_id)
    return frozenset(used)


def _row(
    idea: Idea, base: str, known: Kept, mine: Mapping[int, int], is_used_up: bool, reason: SafeString | str
) -> Row:
    chosen = mine.get(idea.pk) == 1
    stage = known.stages.get(idea.consultation_id)
    takes_votes = stage is not None and Power.SUPPORT in stage.powers and why_not_votable(idea) is None
    is_hidden = idea.consultation_id in known.hidden
    is_full = bool(
        stage and stage.supporters_at_most and idea.support_count >= stage.supporters_at_most and not is_hidden
    )
    votable = takes_votes and (chosen or not (is_used_up or is_full))
    count = "–" if is_hidden else f"{idea.support_count:,}"
    # What the body says besides the day: while the counts are kept, a page that many open is drawn once.
    said = (
        idea.pk,
        idea.title,
        idea.summary,
        idea.status,
        idea.progress,
        idea.answer_due_at,
        idea.obliges,
        idea.answered_at,
    )
    placed = (idea.topic_id, idea.place_id, idea.department_id, idea.imported_support, str(idea.promise or ""))
    is_brought = not votable and idea.imported_support is not None and not idea.support_count
    body = known.once(("row", base, said, placed, is_brought), lambda: _body(idea, base, known, is_brought))
    if votable:
        url = f"{base}{idea.pk}/vote/"
        vote = known.once(
            ("vote", base, idea.pk, idea.title, count, chosen),
            lambda: draw_vote_form(
                pk=idea.pk, url=url, count=count, chosen=chosen, title=idea.title, language=idea.language
            ),
        )
    elif is_brought:
        vote = draw_brought_along(count=f"{idea.imported_support:,}")
    else:
        vote = draw_closed_vote(count=count, chosen=chosen)
    return Row(idea.pk, idea.title, count, votable, vote, FORM_END, body, reason)


def _reason(idea: Idea, base: str, known: Kept, sort: str, is_local: bool, now: datetime) -> SafeString | str:
    """Made once while the counts are kept, out of what the orders go by."""
    goes_by = (idea.support_count, idea.oppose_count, idea.heat, idea.local_heat, idea.rising, idea.threshold)
    dated = (idea.created_at, idea.answer_due_at, idea.answered_at)
    return known.once(
        ("why", base, idea.pk, idea.title, sort, is_local, goes_by, dated),
        lambda: draw_why(why(idea, sort, is_local=is_local, now=now), idea.title),
    )


def _body(idea: Idea, base: str, known: Kept, is_brought: bool) -> SafeString:
    reached = REACHED[Step(idea.step)]
    is_owed = idea.status == Status.OWED
    return draw_body(
        kind=TAGS[Status(idea.status)],
        label=tag_label(idea),
        reached=reached,
        reached_label=_("Step %(reached)s of 4") % {"reached": reached},
        owed=is_owed,
        url=f"{base}{idea.pk}/{quote(idea.slug)}/",
        title=idea.title,
        text=_owed_text(idea) if is_owed else idea.summary,
        is_own_text=not is_owed,
        language=idea.language,
        meta=tuple(_meta(idea, known, is_brought)),
    )


def tag_label(idea: Idea) -> str:
    """The state in a few words; where something is owed, what it is and how long there is."""
    if idea.status == Status.OWED and (days := idea.days_to_answer) is not None:
        if idea.obliges != Obligation.ANSWER:
            return _("%(what)s: %(days)s") % {"what": DUTIES[Obligation(idea.obliges)], "days": days_in_words(days)}
        if days < 0:
            return ngettext("Answer %(days)d day late", "Answer %(days)d days late", -days) % {"days": -days}
        if days == 0:
            return _("Answer due today")
        return ngettext("%(days)d day left to answer", "%(days)d days left to answer", days) % {"days": days}
    if idea.status == Status.IN_PROGRESS:
        return _("In progress, %(percent)s%%") % {"percent": idea.progress}
    return str(Status(idea.status).label)


def _owed_text(idea: Idea) -> str:
    """What the row of an owed idea says in place of its beginning: who answers until when."""
    if idea.answer_due_at is None or idea.department is None:
        return idea.summary
    words = {"department": idea.department.local_name, "day": short_day(idea.answer_due_at)}
    if idea.obliges != Obligation.ANSWER:
        words["what"] = str(Obligation(idea.obliges).label)
        if idea.is_overdue:
            return _("%(department)s, overdue since %(day)s: %(what)s.") % words
        return _("%(department)s, by %(day)s: %(what)s.") % words
    if idea.is_overdue:
        return _("%(department)s had to answer by %(day)s. The answer is late.") % words
    return _("%(department)s answers by %(day)s.") % words


def _meta(idea: Idea, known: Kept, is_brought: bool) -> Iterable[str]:
    if topic := known.topics.get(idea.topic_id or 0):
        yield str(topic)
    if place := known.places.get(idea.place_id or 0):
        yield str(place)
    if idea.imported_support is not None and not is_brought:
        yield _("Brought along: %(count)s supports, %(board)s") % {
            "count": intcomma(idea.imported_support),
            "board": board_name(idea.source_board),
        }
    elif idea.source_board:
        yield board_name(idea.source_board)
    if promise := idea.promised.in_words:
        yield promise
    if idea.status in ANSWERED and idea.answered_at:
        yield _("Answered on %(day)s") % {"day": short_day(idea.answered_at)}
    else:
        yield ago(idea.created_at)


def short_day(moment: datetime) -> str:
    """The day in few letters; with its year where that is not the present one."""
    day = timezone.localtime(moment)
    if day.year == timezone.localdate().year:
        return date_format(day, pgettext("day of an idea, as in PHP's date()", "M j"))
    return date_format(day, pgettext("day and year of an idea, as in PHP's date()", "M j, Y"))


def ago(moment: datetime) -> str:
    """How many days ago, up to a month; then the day."""
    days = (timezone.localdate() - timezone.localdate(moment)).days
    if days <= 0:
        return _("Today")
    if days == 1:
        return _("Yesterday")
    if days <= 30:
        return ngettext("%(days)d day ago", "%(days)d days ago", days) % {"days": days}
    return short_day(moment)
