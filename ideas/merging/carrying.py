"""Carries supporters to the idea that theirs was merged into, and back: in small batches that can stop anywhere."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from participation.events.apart import one_by_one
from participation.events.outbox import record
from participation.events.turns import a_turn
from participation.votes.voters import supporters_after, supporters_without

from ..models import CarriedVote, Idea, Merge
from .rows import State
from .settling import settle

BATCH = 500
A_TURN = 5
# A vote that was being cast in the moment of the merge may be committed after its idea was looked through.
LATE = timedelta(minutes=2)


def go_on(*, batches: int | None = A_TURN) -> int:
    """Carry on with every merge that is under way, a few batches each, so that the worker's other tasks go on, too.

    Returns how many batches were done.
    """
    under_way = Merge.objects.unfinished().order_by("pk").values_list("pk", flat=True)
    return one_by_one(partial(advance, batches=batches), under_way)


def advance(pk: int, *, batches: int | None = None) -> int:
    """Carry one merge's supporters there or back, a transaction for each batch; returns how many batches it took."""
    done = 0
    while batches is None or done < batches:
        with a_turn():
            went_on = _advance(pk)
        if not went_on:
            break
        done += 1
    return done


@transaction.atomic
def _advance(pk: int) -> bool:
    """One batch; False where nothing is left. Whoever holds the merge's row does it alone.

    The lock lets others refer to the row: somebody whose vote is being cast, and whom the batch waits for, may have to.
    """
    merge = Merge.objects.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
    if merge is None or not merge.is_under_way:
        return False
    return _give_back(merge) if merge.is_undone else _carry(merge)


def _carry(merge: Merge) -> bool:
    voters = list(supporters_after(merge.source, merge.carried_to)[:BATCH])
    if voters:
        _settle(merge, voters)
        merge.carried_to = voters[-1]
    else:
        merge.carried_at = timezone.now()
        record("idea.votes_carried", actor=None, target=merge.target, merge=merge.pk)
    merge.save(update_fields=["carried_to", "carried_at"])
    return bool(voters)


def _give_back(merge: Merge) -> bool:
    rows = CarriedVote.objects.filter(merge=merge, state=State.CARRIED).order_by("voter_id")
    voters = list(rows.values_list("voter_id", flat=True)[:BATCH])
    if voters:
        _settle(merge, voters)
        return True
    merge.returned_at = timezone.now()
    merge.save(update_fields=["returned_at"])
    record("idea.votes_returned", actor=None, target=merge.target, merge=merge.pk)
    return False


def _settle(merge: Merge, voters: Iterable[int]) -> None:
    settle(Idea.objects.select_related("consultation").get(pk=merge.target_id), voters)


def uncarried(merge: Merge) -> "QuerySet[Any, int]":
    """Supporters of the source whom the merge knows nothing of; none, once all are carried."""
    return supporters_without(merge.source, CarriedVote.objects.filter(merge=merge), "voter")


def look_again() -> int:
    """Carry those whose vote was committed late; returns how many."""
    recent = Merge.objects.standing().filter(carried_at__gt=timezone.now() - LATE)
    return one_by_one(carry_late, recent)


@transaction.atomic
def carry_late(merge: Merge) -> int:
    merge = Merge.objects.select_for_update(of=("self",), no_key=True).get(pk=merge.pk)
    if merge.is_undone:
        return 0
    late = list(uncarried(merge)[:BATCH])
    if late:
        _settle(merge, late)
    return len(late)
