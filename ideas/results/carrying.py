"""An idea with results has no per cent of its own: it follows from theirs, in the transaction that changes them."""

from collections.abc import Iterable
from typing import Any

from participation.accounts.models import User
from participation.events.outbox import record

from ..actions.moving import move_idea
from ..life import Status
from ..models import Idea
from .models import Result, ResultLink

#: States in which an idea is carried along by its results; what was declined since stays declined.
CARRIED = (Status.ACCEPTED, Status.PARTLY, Status.IN_PROGRESS, Status.DONE)


def locked_ideas(result: Result) -> list[Idea]:
    """The linked ideas as they are now, their rows held, always in the same order."""
    rows = Idea.objects.select_for_update(of=("self",)).select_related("consultation")
    return list(rows.filter(result_links__result=result).order_by("pk"))


def carry(ideas: Iterable[Idea], result: Result, *, user: User, text: str) -> None:
    """Bring locked ideas to where their results stand now, and tell it on each life-line."""
    for idea in ideas:
        if idea.status in CARRIED:
            _carry_one(idea, result, user=user, text=text)


def _carry_one(idea: Idea, result: Result, *, user: User, text: str) -> None:
    percent = percent_of(idea)
    idea.progress = percent
    status = _status_at(percent, idea)
    told: dict[str, Any] = {"percent": percent, "text": text[:300], "result": result.pk, "title": result.title}
    if idea.status == status:
        idea.save(update_fields=["progress"])
        record("idea.progressed", actor=user, target=idea, public=not idea.is_hidden, **told)
        return
    verb = "idea.done" if status == Status.DONE else "idea.progressed"
    move_idea(idea, status, verb=verb, actor=user, save=("progress",), **told)


def percent_of(idea: Idea) -> int:
    """The mean of what its results say, rounded down: 100 only where every one is carried out.

    Work that was stopped no longer counts; where all of it was, the idea stays where it was.
    """
    going_on = ResultLink.objects.filter(idea=idea).exclude(result__state=Result.State.STOPPED)
    percents = list(going_on.values_list("result__percent", flat=True))
    return sum(percents) // len(percents) if percents else idea.progress


def _status_at(percent: int, idea: Idea) -> Status:
    if percent == 100:
        return Status.DONE
    begun = percent > 0 or idea.status in {Status.IN_PROGRESS, Status.DONE}
    return Status.IN_PROGRESS if begun else Status(idea.status)
