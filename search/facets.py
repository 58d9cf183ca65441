"""What a list can be narrowed by, with counts and names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import registry
from .engines.base import FACETS, Counts
from .query import Filters

NAMES = {
    "kind": _("Kind"),
    "topic": _("Topic"),
    "place": _("Place"),
    "department": _("Department"),
    "status": _("State"),
    "stage": _("Stage"),
    "year": _("Year"),
}
MOST_VALUES = 30
"""Longer lists are cut after the values that most hits have; the chosen ones stay."""


@dataclass(frozen=True)
class Facet:
    """One value to narrow a list by."""

    value: str
    label: str
    count: int
    chosen: bool = False


def _chosen(name: str, filters: Filters) -> Sequence[Any]:
    if name == "year":
        return _whole_year(filters)
    found: Sequence[Any] = {
        "kind": filters.kinds,
        "topic": filters.topics,
        "place": filters.places,
        "department": filters.departments,
        "status": filters.statuses,
        "stage": filters.stages,
    }[name]
    return found


def _whole_year(filters: Filters) -> tuple[int, ...]:
    """The year that the days span, if they span just one."""
    begin, end = filters.date_from, filters.date_to
    if begin and end and begin.year == end.year and (begin.month, begin.day, end.month, end.day) == (1, 1, 12, 31):
        return (begin.year,)
    return ()


def _values(name: str, counts: Counts, filters: Filters) -> list[Facet]:
    chosen = _chosen(name, filters)
    counted = {value: count for value, count in counts.by[name].items() if count}
    order = sorted(counted, key=lambda value: (-counted[value], str(value)))
    kept = [value for i, value in enumerate(order) if i < MOST_VALUES or value in chosen]
    if name == "year":
        kept.sort(reverse=True)
    labels = registry.labels(name, kept)
    return [Facet(str(value), labels[value], counted[value], value in chosen) for value in kept if value in labels]


def facets(counts: Counts, filters: Filters) -> dict[str, list[Facet]]:
    """Every facet, the most frequent values first, years the latest first."""
    return {name: _values(name, counts, filters) for name in FACETS}
