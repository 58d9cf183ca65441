"""Fills a set with what is found."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.utils import timezone

from ..results import fingerprint, ids_of, packed
from .models import ResultSet, WordCount

Waiting = TypeVar("Waiting", ResultSet, WordCount)
AT_ONCE = 2_000
"""Sets up to this size are made and compared while somebody waits; larger ones by the worker."""
LEASE = timedelta(minutes=30)


def fill(kept: ResultSet) -> None:
    """Write down what is found at this moment."""
    kept.made_at = timezone.now()
    ids = ids_of(kept.asked)
    kept.count, kept.sha256, kept.ids = len(set(ids)), fingerprint(ids), packed(ids)
    kept.state = ResultSet.State.READY


def make_waiting_sets() -> int:
    """The worker's job: fill the sets that were too large to be made while somebody waited."""
    made = 0
    for kept in claimed(ResultSet.objects.filter(state=ResultSet.State.MAKING)):
        fill(kept)
        kept.leased_until = None
        kept.save()
        made += 1
    return made


def claimed(waiting: QuerySet[Waiting]) -> Iterator[Waiting]:
    """Those on which nobody works, one by one; a worker that dies over it leaves it to the next one after a while."""
    for kept in waiting.order_by("pk")[:10]:
        now = timezone.now()
        free = Q(leased_until=None) | Q(leased_until__lte=now)
        lease = now + LEASE
        if waiting.filter(free, pk=kept.pk).update(leased_until=lease):
            kept.leased_until = lease
            yield kept
