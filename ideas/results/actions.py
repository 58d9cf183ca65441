"""Planning a result, changing the plan, telling how far it has come, and linking it to ideas."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.accounts.models import Department, User
from participation.accounts.permissions import require
from participation.consultations.models import Place, Topic
from participation.contributions.text import clean_line, clean_text, to_html
from participation.errors import IllegalTransition, Invalid, ReasonNeeded
from participation.events.outbox import record

from ..actions.moving import locked
from ..models import Idea
from ..wording import language_written
from .carrying import CARRIED, carry, locked_ideas
from .models import Milestone, Result, ResultLink, ResultReport

State = Result.State
MOST_MILESTONES = 30


@dataclass(frozen=True)
class Step:
    """A milestone as it is written down; ``pk`` names one that is there already."""

    title: str
    due_on: date | None = None
    reached_on: date | None = None
    pk: int | None = None


@dataclass(frozen=True)
class Plan:
    """What a department writes of a result, cleaned; ``check()`` raises Invalid naming each field at fault."""

    title: str
    text: str
    department: Department | None = None
    topic: Topic | None = None
    place: Place | None = None
    cost: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    milestones: tuple[Step, ...] = ()

    @classmethod
    def cleaned(cls, *, title: str, text: str, milestones: Iterable[Step] = (), **rest: Any) -> "Plan":
        steps = tuple(
            Step(clean_line(each.title), each.due_on, each.reached_on, each.pk)
            for each in milestones
            if clean_line(each.title)
        )
        return cls(title=clean_line(title), text=clean_text(text), milestones=steps, **rest)

    def check(self) -> None:
        errors = {}
        if not self.title:
            errors["title"] = _("Say in a line what is done.")
        elif len(self.title) > 160:
            errors["title"] = _("Say it in at most %(count)s letters.") % {"count": 160}
        if not self.text:
            errors["text"] = _("Describe what is done, and for whom.")
        if self.cost is not None and self.cost >= 2**63:
            errors["cost"] = _("This amount is too large.")
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            errors["ends_on"] = _("The end lies before the beginning.")
        if len(self.milestones) > MOST_MILESTONES or any(len(each.title) > 120 for each in self.milestones):
            errors["milestones"] = _("Write at most %(count)s steps of at most %(letters)s letters each.") % {
                "count": MOST_MILESTONES,
                "letters": 120,
            }
        if any(each.reached_on and each.reached_on > timezone.localdate() for each in self.milestones):
            errors["milestones"] = _("A step cannot be reached on a day to come.")
        if errors:
            raise Invalid(errors=errors)


@transaction.atomic
def plan_result(*, user: User, plan: Plan, ideas: Iterable[Idea] = ()) -> Result:
    """Publish what the department is going to do, for these ideas. Raises Invalid, NotAllowed or IllegalTransition."""
    require(user, "results.plan_result")
    plan.check()
    ideas = list(ideas)
    first = ideas[0] if ideas else None
    result = Result(
        author=user,
        department=plan.department or user.department,
        topic=plan.topic or (first.topic if first else None),
        place=plan.place or (first.place if first else None),
    )
    require(user, "results.change_result", result)
    _write(result, plan)
    result.save()
    _keep_milestones(result, plan)
    record("result.planned", actor=user, target=result, public=True, title=result.title)
    for idea in ideas:
        link_result(user=user, result=result, idea=idea)
    return result


@transaction.atomic
def change_result(*, user: User, result: Result, plan: Plan, note: str = "") -> Result:
    """Correct the plan. What stood there before is told publicly; a plan that is the same changes nothing."""
    result = _locked(result)
    require(user, "results.change_result", result)
    plan.check()
    before = _told(result)
    result.department, result.topic, result.place = plan.department or result.department, plan.topic, plan.place
    require(user, "results.change_result", result)
    _write(result, plan)
    _keep_milestones(result, plan)
    after = _told(result)
    names = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
    if not names:
        return result
    result.changed_at = timezone.now()
    result.save()
    changes = {name: [before.get(name), after.get(name)] for name in names}
    record("result.changed", actor=user, target=result, public=True, changes=changes, note=clean_line(note)[:200])
    return result


def _write(result: Result, plan: Plan) -> None:
    result.name(plan.title)
    result.text, result.html = plan.text, to_html(plan.text)
    result.language = language_written(plan.text)
    result.cost, result.starts_on, result.ends_on = plan.cost, plan.starts_on, plan.ends_on


def _told(result: Result) -> dict[str, Any]:
    """The plan as the log keeps it. Long texts are cut: the log says that they changed, not each letter."""
    told: dict[str, Any] = {
        "title": result.title,
        "text": result.text[:300],
        "department": str(result.department or ""),
        "topic": str(result.topic or ""),
        "place": str(result.place or ""),
        "cost": result.cost,
        "starts_on": _iso(result.starts_on),
        "ends_on": _iso(result.ends_on),
    }
    for step in result.milestones.all():
        told[f"milestone {step.pk}"] = [step.title, _iso(step.due_on), _iso(step.reached_on)]
    return told


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _keep_milestones(result: Result, plan: Plan) -> None:
    """Steps that are known are written anew, others added; those that are no longer named go (the log keeps them)."""
    known = {step.pk: step for step in result.milestones.all()}
    for position, step in enumerate(plan.milestones):
        row = known.pop(step.pk or 0, None) or Milestone(result=result)
        row.title, row.due_on, row.reached_on, row.position = step.title, step.due_on, step.reached_on, position
        row.save()
    Milestone.objects.filter(pk__in=known).delete()


@transaction.atomic
def report_result(*, user: User, result: Result, percent: int, text: str, reached: Iterable[int] = ()) -> ResultReport:
    """Tell how far the work has come, once for all linked ideas; a smaller number than before corrects it.

    ``reached`` names milestones that are reached today. Raises ReasonNeeded on ``text`` or Invalid on ``percent``.
    """
    result = _locked(result)
    require(user, "results.change_result", result)
    if not 0 <= percent <= 100:
        raise Invalid(errors={"percent": _("Give a number from 0 to 100.")})
    if not clean_text(text):
        raise ReasonNeeded(_("Say what was done."), field="text")
    ideas, before = locked_ideas(result), result.percent
    report = ResultReport.objects.create(
        result=result,
        percent=percent,
        before=before,
        text=clean_text(text)[:5_000],
        html=to_html(clean_text(text)[:5_000]),
        language=language_written(clean_text(text)),
        author=user,
    )
    steps = list(result.milestones.filter(pk__in=list(reached), reached_on=None))
    Milestone.objects.filter(pk__in=[step.pk for step in steps]).update(reached_on=timezone.localdate())
    result.percent, result.state, result.stopped_reason = percent, _state_at(percent), ""
    result.changed_at = report.created_at
    result.save(update_fields=["percent", "state", "stopped_reason", "changed_at"])
    told = {"from": before, "to": percent, "text": report.text[:300], "milestones": [step.title for step in steps]}
    verb = "result.done" if result.state == State.DONE and before < 100 else "result.progressed"
    record(verb, actor=user, target=result, public=True, **told)
    carry(ideas, result, user=user, text=report.text)
    return report


def _state_at(percent: int) -> State:
    if percent == 100:
        return State.DONE
    return State.UNDERWAY if percent else State.PLANNED


@transaction.atomic
def stop_result(*, user: User, result: Result, reason: str) -> Result:
    """The work does not go on, and people are told why; a later report takes it up again. Raises ReasonNeeded."""
    result = _locked(result)
    require(user, "results.change_result", result)
    if not clean_text(reason):
        raise ReasonNeeded
    if result.state == State.DONE:
        raise IllegalTransition(_("It is carried out already. Correct the per cent first."))
    result.state, result.stopped_reason = State.STOPPED, clean_text(reason)[:1_000]
    result.changed_at = timezone.now()
    result.save(update_fields=["state", "stopped_reason", "changed_at"])
    record("result.stopped", actor=user, target=result, public=True, reason=result.stopped_reason)
    for idea in locked_ideas(result):
        told = {"result": result.pk, "title": result.title, "reason": result.stopped_reason[:300]}
        record("idea.result_stopped", actor=user, target=idea, public=not idea.is_hidden, **told)
    return result


@transaction.atomic
def link_result(*, user: User, result: Result, idea: Idea) -> ResultLink:
    """Say that this result answers the idea, which is carried along from now on. Linking twice is linking once.

    Raises IllegalTransition where the idea was not accepted.
    """
    result = _locked(result)
    require(user, "results.change_result", result)
    require(user, "ideas.answer_idea", idea)
    idea = locked(idea)
    known = ResultLink.objects.filter(result=result, idea=idea).first()
    if known is not None:
        return known
    if idea.status not in CARRIED:
        raise IllegalTransition(_("Accept the idea first: only what was accepted is carried out."))
    link = ResultLink.objects.create(result=result, idea=idea, linked_by=user)
    told = {"result": result.pk, "title": result.title}
    record("idea.result_linked", actor=user, target=idea, public=not idea.is_hidden, **told)
    record("result.linked", actor=user, target=result, public=not idea.is_hidden, idea=idea.pk)
    if not result.is_stopped and (result.percent or idea.progress):
        carry([idea], result, user=user, text="")
    return link


@transaction.atomic
def unlink_result(*, user: User, result: Result, idea: Idea, reason: str) -> None:
    """Take a wrong link back, with the reason that everybody sees. Raises ReasonNeeded."""
    result = _locked(result)
    require(user, "results.change_result", result)
    if not clean_text(reason):
        raise ReasonNeeded
    idea = locked(idea)
    gone, _kinds = ResultLink.objects.filter(result=result, idea=idea).delete()
    if not gone:
        return
    told = {"result": result.pk, "title": result.title, "reason": clean_text(reason)[:300]}
    record("idea.result_unlinked", actor=user, target=idea, public=not idea.is_hidden, **told)
    record("result.unlinked", actor=user, target=result, public=not idea.is_hidden, idea=idea.pk)
    if ResultLink.objects.filter(idea=idea).exists():
        carry([idea], result, user=user, text="")


def _locked(result: Result) -> Result:
    fresh: Result = Result.objects.select_for_update(of=("self",)).with_names().get(pk=result.pk)
    return fresh
