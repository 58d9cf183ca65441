"""Compares a set with what the same question finds later, and says which results differ."""

import json
import zlib
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from participation.datasets.registry import DIVIDED, MERGED, removals

from ..results import count, documents_of, ids_of, in_order, searched_with, stable_id, unpacked
from .keeping import AT_ONCE, claimed
from .models import ResultSet

FRESH = timedelta(minutes=10)
ADDED, HIDDEN, FOLDED, GONE, CHANGED = "added", "hidden", "folded", "gone", "changed"
KINDS = (ADDED, HIDDEN, FOLDED, GONE, CHANGED)


def look_again(kept: ResultSet) -> Mapping[str, Any]:
    """What is found now beside what was found then, looked at again after ten minutes.

    Of a large set the worker finds it out, and what was found out last is told until then.
    """
    now = timezone.now()
    if now - (kept.compared_at or kept.made_at) >= FRESH:
        if max(kept.count, count(kept.asked)) <= AT_ONCE:
            compare(kept)
        elif kept.comparison_asked_at is None:
            kept.comparison_asked_at = now
            kept.save(update_fields=["comparison_asked_at"])
    return kept.comparison or {"now": kept.count}


def look_again_soon() -> None:
    """Something was hidden: no set goes on counting it until its time to be compared comes."""
    stale = timezone.now() - FRESH
    recent = Q(compared_at__gt=stale) | Q(compared_at=None, made_at__gt=stale)
    ResultSet.objects.filter(recent).update(compared_at=stale)


def compare_waiting_sets() -> int:
    """The worker's job: compare the sets that somebody looked at."""
    compared = 0
    for kept in claimed(ResultSet.objects.filter(comparison_asked_at__isnull=False)):
        compare(kept)
        compared += 1
    return compared


def compare(kept: ResultSet) -> None:
    """Find out what is new, what is hidden or gone, and what is there and found no more."""
    found = ids_of(kept.asked)
    differences = _differences(unpacked(kept.ids or b""), found)
    kept.differences = zlib.compress(json.dumps(differences, separators=(",", ":")).encode(), 9)
    numbers = {name: len(ids) for name, ids in differences.items()}
    kept.comparison = {"now": len(set(found)), **numbers, **searched_with()}
    kept.compared_at, kept.comparison_asked_at, kept.leased_until = timezone.now(), None, None
    kept.save(
        update_fields=["comparison", "differences", "compared_at", "comparison_asked_at", "leased_until"],
    )


def differences_of(kept: ResultSet) -> dict[str, list[str]]:
    """Which results differ, as they were compared last."""
    if kept.differences is None:
        return {}
    told: dict[str, list[str]] = json.loads(zlib.decompress(bytes(kept.differences)))
    return told


def _differences(then: Iterable[str], now: Iterable[str]) -> dict[str, list[str]]:
    before, found = set(then), set(now)
    missing = before - found
    why = _why(missing)
    told: dict[str, list[str]] = {name: [] for name in KINDS}
    for each in in_order(missing):
        told[why.get(each, GONE)].append(each)
    return told | {ADDED: in_order(found - before)}


def _why(missing: Collection[str]) -> dict[str, str]:
    """What became of each of these; what is there no more is left out."""
    found: dict[str, str] = {}
    folded = {stable_id(each.kind, each.id) for each in removals() if each.why in (MERGED, DIVIDED)} if missing else ()
    for rows in documents_of(missing):
        for kind, number, visible in rows.values_list("kind", "object_id", "visible"):
            name = stable_id(kind, number)
            found[name] = CHANGED if visible else FOLDED if name in folded else HIDDEN
    return found
