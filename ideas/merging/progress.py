"""How far the supporters of merged ideas have come, there or back."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count

from ..models import CarriedVote, Merge
from .rows import State


@dataclass(frozen=True)
class Progress:
    """``counted`` votes stand because of the merge; of ``total`` people ``done`` were asked after."""

    counted: int
    done: int
    total: int

    @property
    def percent(self) -> int:
        return min(99, 100 * self.done // self.total) if self.total else 0


def progress_of(merges: Collection[Merge]) -> dict[int, Progress]:
    """By the merges' keys, whose sources were read with them; one query for all."""
    states: dict[int, Counter[str]] = defaultdict(Counter)
    rows = CarriedVote.objects.filter(merge__in=[merge.pk for merge in merges]).order_by()
    for merge, state, people in rows.values_list("merge", "state").annotate(people=Count("pk")):
        states[merge][state] = people
    return {merge.pk: _progress(merge, states[merge.pk]) for merge in merges}


def _progress(merge: Merge, people: Counter[str]) -> Progress:
    counted = people[State.CARRIED]
    if merge.is_undone:
        return Progress(counted, people[State.RETURNED], people[State.RETURNED] + counted)
    met = people.total()
    return Progress(counted, met, max(met, merge.source.support_count))
