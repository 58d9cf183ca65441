"""The one place where an idea changes its status."""

from typing import Any

from django.db import transaction

from participation.accounts.models import User
from participation.errors import IllegalTransition
from participation.events.outbox import record

from .. import counts
from ..life import BY_RULE, STEP, Status
from ..models import Idea


def locked(idea: Idea) -> Idea:
    """The idea as it is now, its row held until the transaction ends."""
    fresh: Idea = Idea.objects.select_for_update(of=("self",)).select_related("consultation").get(pk=idea.pk)
    return fresh


def move_idea(
    idea: Idea,
    status: Status,
    *,
    verb: str,
    actor: User | None,
    save: tuple[str, ...] = (),
    by_rule: bool = False,
    **payload: Any,
) -> None:
    """Change the status of a locked idea, with the fields in ``save``, its counts and the event that tells of it.

    ``by_rule`` says that the ladder moves it, or the rule of re-opening. Raises IllegalTransition where the table of
    transitions does not allow it.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A status changes inside the transaction that locked the idea.")
    if not idea.may_become(status) and not (by_rule and status in BY_RULE.get(idea.status, ())):
        raise IllegalTransition
    before, previous = counts.Cell.of(idea), idea.status
    idea.status, idea.step = status, STEP[status]
    idea.save(update_fields=["status", "step", *save])
    counts.move(before, counts.Cell.of(idea))
    record(
        verb, actor=actor, target=idea, public=not idea.is_hidden, **{"from": previous, "to": str(status)}, **payload
    )
