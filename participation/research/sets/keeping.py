"""Fills a set with what is found, and compares it with what is found later."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from search.models import SearchDoc

from ..results import STEP, Asked, count, fingerprint, packed, stable_id, unpacked, walk
from .models import ResultSet

AT_ONCE = 2_000
"""Sets up to this size are made and compared while somebody waits; larger ones by the worker."""
MOST_KEPT = 200_000
"""Of larger sets only the count and the hash are kept."""
FRESH = timedelta(minutes=10)
LEASE = timedelta(minutes=30)


def ids_of(asked: Asked) -> list[str]:
    return [stable_id(row.kind, row.object_id) for batch, _after in walk(asked) for row in batch]


def fill(kept: ResultSet) -> None:
    """Write down what is found at this moment."""
    kept.made_at = timezone.now()
    ids = ids_of(kept.asked)
    kept.count, kept.sha256 = len(set(ids)), fingerprint(ids)
    kept.ids = packed(ids) if len(ids) <= MOST_KEPT else None
    kept.state = ResultSet.State.READY
    kept.compared_at = kept.made_at
    kept.comparison = {"now": kept.count, "added": 0, "hidden": 0, "gone": 0, "changed": 0}


def make_waiting_sets() -> int:
    """The worker's job: fill the sets that were too large to be made while somebody waited."""
    made = 0
    while (kept := _claimed()) is not None:
        fill(kept)
        kept.leased_until = None
        kept.save()
        made += 1
    return made


def _claimed() -> ResultSet | None:
    """One that waits; a worker that dies over it leaves it to the next one after a while."""
    now = timezone.now()
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    for kept in ResultSet.objects.filter(free, state=ResultSet.State.MAKING).order_by("pk")[:10]:
        mine = ResultSet.objects.filter(free, pk=kept.pk, state=ResultSet.State.MAKING)
        if mine.update(leased_until=now + LEASE):
            return kept
    return None


def compare(kept: ResultSet) -> dict[str, Any]:
    """What is found now beside what was found then, looked at again after ten minutes.

    Of a set that is too large to be compared while somebody waits, only the number of now is told.
    """
    now = timezone.now()
    if kept.compared_at and now - kept.compared_at < FRESH:
        return dict(kept.comparison)
    found = count(kept.asked)
    if kept.ids is None or max(found, kept.count) > AT_ONCE:
        comparison: dict[str, Any] = {"now": found}
    else:
        comparison = _compared(unpacked(kept.ids), ids_of(kept.asked))
    with transaction.atomic():
        ResultSet.objects.filter(pk=kept.pk).update(compared_at=now, comparison=comparison)
    kept.compared_at, kept.comparison = now, comparison
    return comparison


def _compared(then: list[str], now: list[str]) -> dict[str, Any]:
    added, missing = set(now) - set(then), set(then) - set(now)
    visible = _visibility(missing)
    return {
        "now": len(now),
        "added": len(added),
        "hidden": sum(1 for each in missing if visible.get(each) is False),
        "gone": sum(1 for each in missing if each not in visible),
        "changed": sum(1 for each in missing if visible.get(each)),
    }


def _visibility(ids: Iterable[str]) -> dict[str, bool]:
    """Whether everybody may see each of these; what is there no more is left out."""
    found: dict[str, bool] = {}
    by_kind: dict[str, list[int]] = {}
    for each in ids:
        kind, _slash, number = each.partition("/")
        by_kind.setdefault(kind, []).append(int(number))
    for kind, numbers in by_kind.items():
        for begin in range(0, len(numbers), STEP):
            rows = SearchDoc.objects.filter(kind=kind, object_id__in=numbers[begin : begin + STEP])
            found |= {stable_id(kind, pk): visible for pk, visible in rows.values_list("object_id", "visible")}
    return found
