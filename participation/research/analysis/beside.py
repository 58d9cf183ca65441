"""Two sets side by side: how large each is, what they share, and where they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from search import registry
from search.engines import asked
from search.engines.base import Counts, Engine
from search.facets import NAMES
from search.finding import Hit, hits
from search.query import Filters, Query

from .asking import Question
from .stamping import Notes, notes
from .tables import Table, percent

SHOWN = 8
MOST_DIFFERENCES = 20
LEAST_DIFFERENCE = 0.5
"""Per cent points: smaller ones say nothing."""


@dataclass(frozen=True)
class Side:
    """One of the two sets."""

    question: Question
    counts: Counts
    hits: Sequence[Hit]

    @property
    def count(self) -> int:
        return self.counts.total


@dataclass(frozen=True)
class Difference:
    """A value of a facet, and the share of each set that has it."""

    facet: str
    value: str
    left: int
    right: int
    left_share: float
    right_share: float

    @property
    def points(self) -> float:
        return round(self.left_share - self.right_share, 2)


@dataclass(frozen=True)
class Beside:
    """What the page, the file and the API tell."""

    left: Side
    right: Side
    both: int
    differences: Sequence[Difference]
    engine: str
    is_away: bool = False

    @property
    def only_left(self) -> int:
        return self.left.count - self.both

    @property
    def only_right(self) -> int:
        return self.right.count - self.both

    @property
    def likeness(self) -> float | None:
        """Jaccard's index: what both have of what either has."""
        return percent(self.both, self.left.count + self.right.count - self.both)

    def notes(self) -> Notes:
        more = [
            (_("Second set: documents"), f"{self.right.count:,}"),
            (_("In both"), f"{self.both:,}"),
        ]
        return notes([self.left.question, self.right.question], count=self.left.count, engine=self.engine, more=more)

    def table(self) -> Table:
        columns = [
            _("Facet"),
            _("Value"),
            _("First"),
            _("First, %"),
            _("Second"),
            _("Second, %"),
            _("Difference, points"),
        ]
        rows = [
            [each.facet, each.value, each.left, each.left_share, each.right, each.right_share, each.points]
            for each in self.differences
        ]
        return Table("side-by-side", columns, rows)


def beside(left: Question, right: Question) -> Beside:
    """Three counts and two lists of the engine, however large the sets are."""

    def ask(on: Engine) -> Beside:
        first, second = _side(on, left), _side(on, right)
        shared = in_both(left, right)
        both = on.count(*shared).total if shared else 0
        return Beside(first, second, both, _differences(first, second), on.name)

    found, away = asked(ask)
    return replace(found, is_away=away)


def _side(on: Engine, question: Question) -> Side:
    if question.is_noise:
        return Side(question, Counts(), [])
    counts = on.count(question.query, question.filters)
    sort = "relevance" if question.query.groups else "date"
    matches = on.match(question.query, question.filters, sort=sort, limit=SHOWN)
    return Side(question, counts, hits(matches, question.query))


def in_both(left: Question, right: Question) -> tuple[Query, Filters] | None:
    """The question that only documents of both sets answer; None where there can be none."""
    if left.is_noise or right.is_noise:
        return None
    filters = _met(left.filters, right.filters)
    if filters is None:
        return None
    one, other = left.query, right.query
    query = replace(one, groups=(*one.groups, *other.groups), excluded=(*one.excluded, *other.excluded), text="")
    return query, filters


def _met(one: Filters, other: Filters) -> Filters | None:
    values: dict[str, Any] = {}
    for each in fields(Filters):
        mine, theirs = getattr(one, each.name), getattr(other, each.name)
        if not mine or not theirs or mine == theirs:
            values[each.name] = mine or theirs
        elif each.name == "date_from":
            values[each.name] = max(mine, theirs)
        elif each.name == "date_to":
            values[each.name] = min(mine, theirs)
        elif isinstance(mine, tuple) and (shared := tuple(value for value in mine if value in theirs)):
            values[each.name] = shared
        else:
            return None
    met = Filters(**values)
    if met.date_from and met.date_to and met.date_from > met.date_to:
        return None
    return met


def _differences(left: Side, right: Side) -> list[Difference]:
    """The values of facets whose shares lie furthest apart."""
    if not left.count or not right.count:
        return []
    found = []
    for facet, name in NAMES.items():
        mine: Mapping[Any, int] = left.counts.by.get(facet, {})
        theirs: Mapping[Any, int] = right.counts.by.get(facet, {})
        labels = registry.labels(facet, {*mine, *theirs})
        for value, label in labels.items():
            one, other = mine.get(value, 0), theirs.get(value, 0)
            shares = percent(one, left.count) or 0.0, percent(other, right.count) or 0.0
            if abs(shares[0] - shares[1]) >= LEAST_DIFFERENCE and max(shares) <= 100:
                found.append(Difference(str(name), str(capfirst(label)), one, other, *shares))
    return sorted(found, key=lambda each: (-abs(each.points), each.facet, each.value))[:MOST_DIFFERENCES]
