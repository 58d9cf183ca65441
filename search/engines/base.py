"""What an engine must be able to do; the rest of search knows engines by this alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from ..models import SearchDoc
from ..query import Filters, Query

SORTS = ("relevance", "date", "votes")
TITLE_WEIGHT = 10


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


class Engine(Protocol):
    """Finds rows of SearchDoc that are visible. Terms are the normaliser's: nothing comes in as it was typed."""

    name: str

    def match(
        self,
        query: Query,
        filters: Filters,
        *,
        sort: str,
        limit: int,
        offset: int = 0,
        after: After | None = None,
        pk: int | None = None,
        not_pk: int | None = None,
    ) -> list[Match]:
        """Rows in which every group of the query is found, best first; of one row alone, or without one."""
        ...

    def count_by_kind(self, query: Query, filters: Filters) -> dict[str, int]:
        """How many rows `match` would find of each kind."""
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

    def prepare(self) -> None:
        """Get ready for a rebuild, while searches go on."""
        ...

    def finish(self) -> None:
        """Close a rebuild."""
        ...
