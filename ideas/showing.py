"""What an idea's page shows, made ready for its templates."""

from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.accounts.models import Capacity, User
from participation.consultations.ladder import Obligation
from participation.consultations.models import Stage
from participation.consultations.stages import Power
from participation.contributions.models import Follow
from participation.votes.casting import OwnVote, own_votes
from participation.votes.ledger.queueing import receipt_of
from participation.votes.ledger.showing import short
from participation.votes.patterns.showing import share_for

from .actions.posting import why_not_editable
from .allowance import votes_left, votes_text
from .duties.ladder import rung_wanted
from .imports.formats import board_name
from .life import ANSWERED, Status, Step
from .models import Attachment, Idea
from .near import near_idea
from .rows import NEAR_DAYS, REACHED, TAGS, short_day, tag_label
from .rules import is_author
from .stages import limit_of, why_closed, why_not_votable


@dataclass(frozen=True)
class VoteBox:
    """What the box, the bar at a phone's edge and a row say about votes; names as components/vote_box.html has them."""

    support: int
    oppose: int
    show_oppose: bool
    threshold: int | None
    progress: str
    duty: str
    duty_near: bool
    action: str
    my_vote: int
    closed: str
    left: str
    ledger_url: str
    receipt: str = ""
    receipt_url: str = ""
    hidden: str = ""
    full: str = ""
    points: str = ""
    version: int = 1
    present: str = ""
    asked: str = ""
    asked_url: str = ""


def vote_box(idea: Idea, user: User | AnonymousUser) -> VoteBox:
    """How things stand, what this person may do, and why not."""
    own = own_votes(user, Idea, [idea.pk]).get(idea.pk) if isinstance(user, User) else None
    my_vote = own.value if own else 0
    stage = idea.consultation.stage_at()
    left = votes_left(user, stage)
    closed, hidden = _why_closed(idea, stage), hidden_text(idea)
    if not closed and left == 0 and not my_vote:
        closed = _("You have used all your votes in this consultation. Take one back to use it here.")
    return VoteBox(
        support=idea.support_count,
        oppose=idea.oppose_count,
        show_oppose=bool(idea.oppose_count or (stage and Power.OPPOSE in stage.powers)),
        threshold=None if hidden else idea.threshold,
        progress="" if hidden else " ".join(filter(None, [beyond_text(idea), progress_text(idea)])),
        duty=duty_text(idea),
        duty_near=is_duty_near(idea),
        action=reverse("ideas:vote", args=[idea.pk]),
        my_vote=my_vote,
        closed=closed,
        left=votes_text(user, stage),
        ledger_url=reverse("ledger:overview"),
        **_receipt(idea, user if my_vote else None),
        hidden=hidden,
        full=full_text(idea),
        points="" if hidden or idea.points is None else _("Points %(points)s") % {"points": intcomma(idea.points)},
        version=idea.version,
        present="" if hidden else present_text(idea),
        **_asked(idea, own),
    )


def present_text(idea: Idea) -> str:
    """How many of the supporters support the text as it is; nothing where all do."""
    if not idea.earlier_support:
        return ""
    numbers = {"present": intcomma(idea.present_support), "support": intcomma(idea.support_count)}
    return _("%(present)s of %(support)s for the present text") % numbers


def _asked(idea: Idea, own: OwnVote | None) -> dict[str, str]:
    """What a supporter of an earlier text is asked, and where to read what changed."""
    if own is None or own.value != 1 or own.version >= idea.text_version:
        return {}
    text = _("You supported version %(version)s. The text says something else now: do you support it, too?")
    url = reverse("ideas:diff", args=[idea.pk, own.version, idea.version])
    return {"asked": text % {"version": own.version}, "asked_url": url}


def _receipt(idea: Idea, voter: User | AnonymousUser | None) -> dict[str, str]:
    """The way to this person's entry in the ledger."""
    receipt = receipt_of(voter_id=voter.voter_id, idea=idea.pk) if isinstance(voter, User) else None
    return {"receipt": short(receipt), "receipt_url": reverse("ledger:receipt", args=[receipt])} if receipt else {}


def hidden_text(idea: Idea) -> str:
    """What stands in place of the counts where they are hidden; nothing where they are shown."""
    if not idea.consultation.hides_results():
        return ""
    day = idea.consultation.results_from
    if day is None:
        return _("The results are shown when the vote is over.")
    words = date_format(timezone.localtime(day), "DATETIME_FORMAT")
    return _("The results are shown from %(date)s.") % {"date": words}


def beyond_text(idea: Idea) -> str:
    """That the limit is reached and support goes on."""
    limit = idea.consultation.supporters_at_most
    if not limit or not idea.consultation.takes_more or idea.support_count < limit:
        return ""
    return _("The limit of supporters is reached; you can support it all the same.")


def full_text(idea: Idea) -> str:
    """That the idea takes no more support; nothing where it does."""
    limit = limit_of(idea)
    if not limit or idea.support_count < limit:
        return ""
    return ngettext(
        "Limit reached: %(limit)s person supports this idea, and no more can.",
        "Limit reached: %(limit)s people support this idea, and no more can.",
        limit,
    ) % {"limit": intcomma(limit)}


def _why_closed(idea: Idea, stage: Stage | None) -> str:
    if (reason := why_not_votable(idea)) is not None:
        return reason
    if stage is None or not idea.consultation.live or not {Power.SUPPORT, Power.OPPOSE} & stage.powers:
        return _("Voting is closed at present. %(reason)s") % {"reason": why_closed(idea.consultation, Power.SUPPORT)}
    return ""


def progress_text(idea: Idea) -> str:
    """How far it is to the threshold, and what the threshold obliges to."""
    if not idea.threshold:
        return ""
    numbers = {"support": intcomma(idea.support_count), "threshold": intcomma(idea.threshold)}
    if idea.threshold_met_at and idea.has_next_rung:
        return _("It passed %(met)s on %(day)s; at %(threshold)s more is owed: %(what)s.") % {
            **numbers,
            "met": intcomma(idea.threshold_met or 0),
            "day": short_day(idea.threshold_met_at),
            "what": rung.local_title if (rung := rung_wanted(idea)) else "",
        }
    if idea.threshold_met_at:
        return _("It passed the threshold of %(threshold)s on %(day)s.") % {
            **numbers,
            "day": short_day(idea.threshold_met_at),
        }
    if idea.status not in {Status.POSTED, Status.VOTING}:
        return _("%(support)s of %(threshold)s") % numbers
    text = _obligation(idea, numbers)
    if idea.closes_at:
        text += " " + _("Support is gathered until %(day)s.") % {"day": short_day(idea.closes_at)}
    return text


def _obligation(idea: Idea, numbers: dict[str, str]) -> str:
    rung = rung_wanted(idea)
    who = (rung.department if rung else None) or idea.who_would_answer
    days = rung.days if rung else idea.consultation.answer_days
    if rung is not None and (rung.title or rung.in_working_days or rung.obliges != Obligation.ANSWER):
        said = numbers | {"what": rung.local_title, "department": who.local_name if who else _("The office")}
        return _("%(support)s of %(threshold)s. At %(threshold)s, %(department)s owes this: %(what)s.") % said
    if who is None:
        return ngettext(
            "%(support)s of %(threshold)s. At %(threshold)s an answer is owed within %(days)s day.",
            "%(support)s of %(threshold)s. At %(threshold)s an answer is owed within %(days)s days.",
            days,
        ) % {**numbers, "days": days}
    return ngettext(
        "%(support)s of %(threshold)s. At %(threshold)s, %(department)s must answer within %(days)s day.",
        "%(support)s of %(threshold)s. At %(threshold)s, %(department)s must answer within %(days)s days.",
        days,
    ) % {**numbers, "department": who.local_name, "days": days}


def duty_text(idea: Idea) -> str:
    """Who owes an answer by when; nothing where none is owed."""
    if idea.status != Status.OWED or idea.answer_due_at is None:
        return ""
    who = idea.department.local_name if idea.department else _("The office")
    words = {"department": who, "day": short_day(idea.answer_due_at)}
    if idea.is_overdue:
        return _("%(department)s had to answer by %(day)s. The answer is late.") % words
    return _("%(department)s must answer by %(day)s.") % words


def is_duty_near(idea: Idea) -> bool:
    return idea.status == Status.OWED and (days := idea.days_to_answer) is not None and days <= NEAR_DAYS


def idea_context(idea: Idea, user: User | AnonymousUser, request: HttpRequest) -> dict[str, Any]:
    """All but the life-line and the answers, which have modules of their own."""
    box = vote_box(idea, user)
    attachments = list(idea.attachments.all())
    brought = brought_along(idea, box)
    return {
        "section": "ideas",
        "idea": idea,
        "box": box,
        "box_arguments": asdict(box),
        "share": share_for(user, idea),
        "state": {"kind": TAGS[Status(idea.status)], "label": tag_label(idea)},
        "reached": REACHED[Step(idea.step)],
        "crumbs": _crumbs(idea),
        "byline": byline(idea),
        "pictures": [file for file in attachments if file.kind == Attachment.Kind.IMAGE],
        "files": [_file(file) for file in attachments if file.kind == Attachment.Kind.FILE],
        "gathered": list(idea.observations.published().order_by("pk")),
        "imported": imported_text(idea, is_in_box=brought is not None),
        "brought": brought,
        "follows": follows(idea, user, box.my_vote),
        "may_edit": is_author(user, idea) and isinstance(user, User) and why_not_editable(idea, user) is None,
        "may_retire": is_author(user, idea) and idea.may_become(Status.RETIRED),
        "similar": near_idea(idea),
        "linked": linked(idea),
    }


def _crumbs(idea: Idea) -> list[dict[str, str]]:
    crumbs = [{"label": _("Ideas"), "url": reverse("ideas:list")}]
    if idea.topic:
        crumbs.append({"label": str(idea.topic), "url": f"{reverse('ideas:list')}?topic={idea.topic_id}"})
    return crumbs


def byline(idea: Idea) -> dict[str, Any]:
    """Who wrote it and as what. An official speaks for a department, an expert by a badge."""
    author = idea.author
    name = author.public_name if author and author.public_name else idea.source_author or _nobody(idea)
    badge, kind = "", ""
    if idea.capacity == Capacity.OFFICIAL and idea.spoke_for:
        badge = idea.spoke_for.local_name
    elif idea.capacity == Capacity.EXPERT:
        badge, kind = (author.badge if author and author.badge else str(Capacity.EXPERT.label)), "expert"
    return {
        "name": name,
        "number": idea.author_id or 0,
        "badge": badge,
        "badge_kind": kind,
        "edits": idea.version - 1,
        "edits_url": reverse("ideas:history", args=[idea.pk]),
    }


def _nobody(idea: Idea) -> str:
    """Who is named where no name came along, or none is left."""
    return board_name(idea.source_board) if idea.is_imported else _("Former member")


def _file(file: Attachment) -> dict[str, Any]:
    suffix = file.name.rpartition(".")[2].upper()
    return {"url": reverse("ideas:attachment", args=[file.pk]), "name": file.name, "size": file.size, "kind": suffix}


def imported_text(idea: Idea, *, is_in_box: bool = False) -> str:
    """What an idea had where it came from: shown as that, never among the votes."""
    if idea.imported_support is None or is_in_box:
        return idea.source_board and _("From %(board)s") % {"board": board_name(idea.source_board)}
    return _("Brought along: %(count)s supports, %(board)s") % {
        "count": intcomma(idea.imported_support),
        "board": board_name(idea.source_board),
    }


def brought_along(idea: Idea, box: VoteBox) -> dict[str, str] | None:
    """The other board's total in the place of a vote box, where nobody can vote and nobody did."""
    if idea.imported_support is None or idea.support_count or not box.closed:
        return None
    return {"count": intcomma(idea.imported_support), "board": board_name(idea.source_board)}


def follows(idea: Idea, user: User | AnonymousUser, my_vote: int) -> bool:
    """Whether this person hears of the idea: because they asked, wrote or support it, and did not ask for quiet."""
    if not isinstance(user, User):
        return False
    choice = Follow.objects.about(idea).filter(user=user).values_list("is_muted", flat=True).first()
    return (idea.author_id == user.pk or my_vote == 1) if choice is None else not choice


def linked(idea: Idea) -> dict[str, Any]:
    """The idea for machines, in schema.org's words."""
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "DiscussionForumPosting",
        "headline": idea.title,
        "text": idea.summary,
        "url": settings.BASE_URL + idea.get_absolute_url(),
        "identifier": idea.code,
        "datePublished": idea.created_at.isoformat(),
        "inLanguage": idea.language,
        "author": {"@type": "Person", "name": byline(idea)["name"]},
    }
    if not idea.consultation.hides_results():
        facts["interactionStatistic"] = {
            "@type": "InteractionCounter",
            "interactionType": "https://schema.org/LikeAction",
            "userInteractionCount": idea.support_count,
        }
    if idea.edited_at:
        facts["dateModified"] = idea.edited_at.isoformat()
    if idea.status in ANSWERED:
        facts["creativeWorkStatus"] = str(Status(idea.status).label)
    return facts
