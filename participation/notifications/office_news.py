"""What officials are told of their work. It is read at the desk, and what is written inside is not repeated here."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.models import Answer
from participation.accounts.absences import deputies_of
from participation.accounts.models import Capacity, User
from participation.accounts.notification_kinds import Pace, register
from participation.events.models import Event

from .news import NEWS, News, Sentence, at_desk

KIND = "desk"
register(
    KIND,
    gettext_lazy("Work at the desk"),
    hint=gettext_lazy("Somebody calls you in a note, asks for your approval or your evaluation."),
    default=Pace.AT_ONCE,
    permission="desk.open_evaluations",
)


def _mentioned(event: Event) -> Iterable[int]:
    called: list[int] = event.payload["mentioned"]
    return called


def _note(event: Event) -> str:
    return _("%(name)s calls you in an internal note.") % {"name": _name(event)}


def _name(event: Event) -> str:
    return event.actor.display_name if event.actor else _("A colleague")


def _who_may_approve(event: Event) -> Iterable[int]:
    """The colleagues of the department in charge, and who stands in for the owner; the writer is left out."""
    answer = Answer.objects.select_related("idea").filter(pk=event.payload["answer"]).first()
    if answer is None:
        return []
    idea = answer.idea
    office = idea.department_id or answer.department_id
    colleagues = User.objects.filter(department=office, capacity=Capacity.OFFICIAL, is_active=True)
    owners = [idea.owner_id] if idea.owner_id else []
    found = {*colleagues.values_list("pk", flat=True), *owners, *deputies_of(owners)}
    return found - {answer.author_id}


def _writer(event: Event) -> Iterable[int]:
    return [event.payload["author"]] if event.payload["author"] else []


def _planner(event: Event) -> Iterable[int]:
    return [event.payload["planner"]] if event.payload["planner"] else []


def _approval_asked(event: Event) -> str:
    return _("%(name)s asks you to approve an answer.") % {"name": _name(event)}


def _approved(event: Event) -> str:
    return _("%(name)s approved your answer.") % {"name": _name(event)}


def _refused(event: Event) -> str:
    return _("%(name)s wants your answer changed before it goes out.") % {"name": _name(event)}


def _plan_failed(event: Event) -> str:
    return _("An answer did not go out at the planned time. The desk says why.")


def _inside(sentence: Sentence, named: Callable[[Event], Iterable[int]]) -> News:
    return News(KIND, (), sentence, told_of_hidden=True, told_when_muted=True, named=named, read_at=at_desk)


def at_evaluations(event: Event) -> str:
    return reverse("desk:evaluations")


def _evaluators(event: Event) -> Iterable[int]:
    people: list[int] = event.payload["people"]
    return people


def _asker(event: Event) -> Iterable[int]:
    return [event.payload["asker"]] if event.payload["asker"] else []


def _evaluation_asked(event: Event) -> str:
    return _("%(name)s asks you to evaluate an idea.") % {"name": _name(event)}


def _evaluated(event: Event) -> str:
    return _("%(name)s evaluated the idea as you asked.") % {"name": _name(event)}


OFFICE_NEWS: dict[str, News] = {
    "idea.note_written": _inside(_note, _mentioned),
    "idea.approval_asked": _inside(_approval_asked, _who_may_approve),
    "idea.answer_approved": _inside(_approved, _writer),
    "idea.approval_refused": _inside(_refused, _writer),
    "idea.answer_plan_failed": _inside(_plan_failed, _planner),
    "idea.evaluation_asked": replace(_inside(_evaluation_asked, _evaluators), read_at=at_evaluations),
    "idea.evaluated": _inside(_evaluated, _asker),
}

NEWS.update(OFFICE_NEWS)
