"""What an engine must be able to do; the rest of search knows engines by this alone."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from ..models import SearchDoc
from ..query import Filters, Query
from .measures import Measures

SORTS = ("relevance", "date", "votes")
TITLE_WEIGHT = 10


FACETS = ("kind", "topic", "place", "department", "status", "stage", "year")
"""What hits are counted by."""


Progress = Callable[[int], object] | None


class EngineAway(Exception):
    """The engine does not answer; the database does."""


def micros(moment: dt.datetime) -> int:
    """Microseconds since 1970, exactly."""
    return (moment - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1)


@dataclass(frozen=True)
class Match:
    """A row that was found, and how well; more is better, and numbers of two queries are not to be compared."""

    pk: int
    score: float


@dataclass(frozen=True)
class After:
    """The last row of the page before, for sorts by a column."""

    value: str
    pk: int


@dataclass
class Counts:
    """How many rows there are, and how many of each value of each facet.

    A facet counts as if nothing had been chosen in it, so that the values beside the chosen one keep their counts.
    """

    total: int = 0
    by: dict[str, Counter[Any]] = field(default_factory=lambda: {name: Counter() for name in FACETS})


class Engine(Measures, Protocol):
    """Finds rows of SearchDoc that are visible. Terms are the normaliser's: nothing comes in as it was typed."""

    name: str
    ranks_texts: bool
    """Whether its score tells a text that is much about a word from one that mentions it."""

    def match(
        self,
        query: Query,
        filters: Filters,
        *,
        sort: str,
        limit: int,
        offset: int = 0,
        after: After | None = None,
        not_pk: int | None = None,
    ) -> list[Match]:
        """Rows in which every group of the query is found, best first; without one of them, where it is named."""
        ...

    def some(self, query: Query, filters: Filters, *, most: int) -> list[int]:
        """A few of the rows that `match` would find, whichever come to hand first."""
        ...

    def count(self, query: Query, filters: Filters) -> Counts:
        """How many rows `match` would find, and of what."""
        ...

    def look(self, query: Query, filters: Filters, *, limit: int) -> tuple[Counts, list[Match]]:
        """What `count` and `match` by relevance answer, at once: a server is asked only one time."""
        ...

    def match_any(
        self, terms: Mapping[str, float], query: Query, filters: Filters, *, limit: int, titles_only: bool = False
    ) -> list[Match]:
        """Rows with any of the terms, best first by their weights, without the query's excluded words."""
        ...

    def frequencies(self, terms: Iterable[str], *, cap: int, titles_only: bool = False) -> dict[str, int]:
        """In how many rows each term stands; more than `cap` are as many as `cap`."""
        ...

    def save(self, rows: Sequence[SearchDoc]) -> None:
        """Take over rows just written."""
        ...

    def adjust(self, kind: str, object_id: int, values: Mapping[str, Any]) -> None:
        """Take over columns that are not searched by words."""
        ...

    def forget(self, kind: str, object_ids: Sequence[int]) -> None:
        """Drop rows just deleted."""
        ...

    def rebuild(self, write_rows: Callable[[], int], progress: Progress = None) -> int:
        """Make the index anew, while searches go on, around the writing of all rows; says how many there are."""
        ...

    def state(self) -> dict[str, Any]:
        """What /readyz shows of it. Raises EngineAway where it does not answer."""
        ...

    def wrong(self, *, repair: bool) -> int:
        """How many rows are missing in the index, are there and should not be, or are others there."""
        ...
