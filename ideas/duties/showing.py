"""The ladder as people see it: the rung that is reached, the next one, and how many are missing."""

from dataclasses import dataclass
from typing import Any, Literal

from django.contrib.auth.models import AnonymousUser
from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.accounts.models import Department, User
from participation.consultations.ladder import Obligation, Rung

from ..actions.reopening import why_not_reopenable
from ..life import Step as Life
from ..lifeline import days_in_words
from ..models import WITHOUT_RUNG, Duty, Idea
from ..rows import short_day
from .ladder import ladder_of

State = Literal["done", "owed", "overdue", "next", "later"]


@dataclass(frozen=True)
class Step:
    """One rung; names as ``duties/_ladder.html`` has them."""

    number: str
    title: str
    state: State
    text: str
    department: str = ""
    department_url: str = ""
    note: str = ""
    percent: int | None = None
    extend_url: str = ""
    fulfil_url: str = ""


def steps_of(idea: Idea, user: User | AnonymousUser, duties: list[Duty]) -> list[Step]:
    """What was reached and what it obliged to, as it was promised; then what may still come."""
    reached = [duty for duty in duties if duty.lapsed_at is None]
    hidden = idea.consultation.hides_results()
    steps = [_reached(duty, idea, user) for duty in reached]
    on_rungs = sum(1 for duty in reached if duty.position)
    if idea.step != Life.ENDED and not idea.ran_out and (idea.has_next_rung or not reached):
        steps += _to_come(idea, on_rungs, hidden=hidden)
    return steps


def _reached(duty: Duty, idea: Idea, user: User | AnonymousUser) -> Step:
    may_keep = duty.is_open and user.has_perm("ideas.keep_duty", duty)
    at = [idea.pk, duty.pk]
    state, text = _state_of(duty)
    return Step(
        number=_from_when(duty),
        title=duty.local_title,
        state=state,
        text=text,
        **_office(duty.department),
        note=_put_off(duty) or duty.report[:300],
        extend_url=reverse("ideas:extend_duty", args=at) if may_keep and duty.extensions_left != 0 else "",
        fulfil_url=reverse("ideas:fulfil_duty", args=at) if may_keep and not duty.is_final else "",
    )


def _from_when(duty: Duty) -> str:
    if duty.supporters:
        return supporters_in_words(duty.supporters)
    return _("When its time was over") if duty.position == WITHOUT_RUNG else _("Taken on by the office")


def _state_of(duty: Duty) -> tuple[State, str]:
    words = {"day": short_day(duty.due_at), "left": days_in_words(duty.days_left)}
    if duty.fulfilled_at is not None:
        words["done"] = short_day(duty.fulfilled_at)
        if duty.was_in_time:
            return "done", _("Done on %(done)s; it was due on %(day)s.") % words
        return "done", _("Done on %(done)s; it was late: due on %(day)s.") % words
    if duty.is_overdue:
        return "overdue", _("Overdue since %(day)s: %(left)s") % words
    return "owed", _("Owed by %(day)s: %(left)s") % words


def _put_off(duty: Duty) -> str:
    """The last time the date was put off, in the words of whoever did it."""
    last = next(reversed(duty.extensions.all()), None)
    if last is None:
        return ""
    return _("Put off from %(before)s to %(after)s: %(reason)s") % {
        "before": short_day(last.due_before),
        "after": short_day(last.due_after),
        "reason": last.reason,
    }


def _to_come(idea: Idea, reached: int, *, hidden: bool) -> list[Step]:
    """The rung that is climbed keeps the number that was told; the higher ones are those of the present ladder."""
    steps: list[Step] = []
    for rung in ladder_of(idea)[reached:]:
        is_next = not steps
        need = (idea.threshold or 0) if is_next else rung.need_in(idea.place)
        if not is_next and need <= (idea.threshold or 0):
            continue
        missing = max(need - idea.support_count, 0)
        steps.append(
            Step(
                number=supporters_in_words(need),
                title=rung.local_title,
                state="next" if is_next else "later",
                text=_missing(missing, rung) if is_next and not hidden else within_text(rung),
                percent=min(100 * idea.support_count // need, 100) if is_next and need and not hidden else None,
                **_office(rung.department or (idea.who_would_answer if is_next else None)),
            )
        )
    return steps


def _missing(missing: int, rung: Rung) -> str:
    said = ngettext("%(count)s supporter is missing.", "%(count)s supporters are missing.", missing)
    return f"{said % {'count': intcomma(missing)}} {within_text(rung)}"


def within_text(rung: Rung) -> str:
    if rung.in_working_days:
        return ngettext(
            "Then it is owed within %(days)s working day.", "Then it is owed within %(days)s working days.", rung.days
        ) % {"days": rung.days}
    return ngettext("Then it is owed within %(days)s day.", "Then it is owed within %(days)s days.", rung.days) % {
        "days": rung.days
    }


def supporters_in_words(number: int) -> str:
    return ngettext("%(count)s supporter", "%(count)s supporters", number) % {"count": intcomma(number)}


def _office(department: Department | None) -> dict[str, Any]:
    if department is None:
        return {}
    url = reverse("departments:one", args=[department.slug])
    return {"department": department.local_name, "department_url": url}


def extensions_text(duty: Duty) -> str:
    """How often a date may still be put off; nothing where there is no limit."""
    left = duty.extensions_left
    if left is None:
        return ""
    return ngettext("The rules allow it %(count)s more time.", "The rules allow it %(count)s more times.", left) % {
        "count": left
    }


def pressing_text(duty: Duty) -> str:
    """What is owed first, where it is no answer; nothing where the idea's own columns say it all."""
    if duty.obliges == Obligation.ANSWER and not duty.title:
        return ""
    office = duty.department.local_name if duty.department else _("The office")
    words = {"department": office, "what": duty.local_title, "day": short_day(duty.due_at)}
    if duty.is_overdue:
        return _("%(department)s, overdue since %(day)s: %(what)s.") % words
    return _("%(department)s, by %(day)s: %(what)s.") % words


def duties_context(idea: Idea, user: User | AnonymousUser) -> dict[str, object]:
    """The ladder for the idea's page, where there is more to tell than the box beside it does."""
    duties = list(idea.duties.select_related("department", "idea").prefetch_related("extensions"))
    for duty in duties:
        duty.idea = idea
    steps = steps_of(idea, user, duties)
    may_reopen = user.has_perm("ideas.reopen_idea", idea) and why_not_reopenable(idea) is None
    return {
        "ladder": steps if len(steps) > 1 or duties else [],
        "pressing": next((duty for duty in sorted(duties, key=lambda each: each.due_at) if duty.is_open), None),
        "reopen_url": reverse("ideas:reopen", args=[idea.pk]) if may_reopen else "",
    }
