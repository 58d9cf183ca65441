"""What the engines inside a database have in common: one shape of statement, and filters as conditions."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection
from django.utils import timezone

from .. import korean
from .. import query as q
from ..models import SearchDoc
from .base import FACETS, After, Counts, Match, Progress

BEST = "2 DESC, d.id DESC"
COLUMNS = {"date": "d.date", "votes": "d.votes"}
OLDEST_YEAR = 1990
_FACET_COLUMNS = ("kind", "topic_id", "place_id", "department_id", "status", "stage")


@dataclass
class Clause:
    """A piece of SQL with the values for its placeholders."""

    sql: str
    values: list[Any] = field(default_factory=list)

    @classmethod
    def joined(cls, clauses: Iterable[Clause]) -> Clause:
        clauses = list(clauses)
        return cls(" AND ".join(each.sql for each in clauses), [value for each in clauses for value in each.values])


def _one_of(column: str, values: Sequence[Any]) -> Clause:
    return Clause(f"{column} IN ({', '.join(['%s'] * len(values))})", list(values))


def filter_clauses(filters: q.Filters) -> list[Clause]:
    """The filters as conditions; that a row is visible is always one of them."""
    clauses = [Clause("d.visible = %s", [True])]
    for column, values in (
        ("d.kind", filters.kinds),
        ("d.topic_id", filters.topics),
        ("d.place_id", filters.places),
        ("d.department_id", filters.departments),
        ("d.consultation_id", filters.consultations),
        ("d.thread", filters.threads),
        ("d.status", filters.statuses),
        ("d.stage", filters.stages),
        ("d.source", filters.sources),
    ):
        if values:
            clauses.append(_one_of(column, values))
    if filters.author:
        clauses.append(Clause("d.author_name = %s", [filters.author]))
    return clauses + _days(filters)


def _days(filters: q.Filters) -> list[Clause]:
    begin, end = filters.moments()
    clauses = [Clause("d.date >= %s", [_moment(begin)])] if begin else []
    return [*clauses, Clause("d.date < %s", [_moment(end)])] if end else clauses


def _year() -> Clause:
    """The year of a row in local time, alike in every database: compared with each New Year, the latest first."""
    years = range(timezone.localtime().year + 1, OLDEST_YEAR - 1, -1)
    begins = [_moment(timezone.make_aware(dt.datetime(year, 1, 1))) for year in years]  # noqa: DTZ001  # made aware
    whens = " ".join(f"WHEN d.date >= %s THEN {year}" for year in years)
    return Clause(f"CASE {whens} ELSE NULL END", begins)


def _moment(moment: dt.datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _after(sort: str, after: After) -> Clause:
    column = COLUMNS[sort]
    value: Any = int(after.value) if sort == "votes" else _moment(dt.datetime.fromisoformat(after.value))
    return Clause(f"({column} < %s OR ({column} = %s AND d.id < %s))", [value, value, after.pk])


def _counted(cells: Iterable[tuple[Any, ...]], filters: q.Filters) -> Counts:
    """The facets out of cells: values in the order of FACETS, whether the day is right, and how many rows."""
    chosen = (
        filters.kinds, filters.topics, filters.places, filters.departments, filters.statuses, filters.stages
    )  # fmt: skip
    counts = Counts()
    for *cell, within, count in cells:
        wrong = [i for i, wanted in enumerate(chosen) if wanted and cell[i] not in wanted]
        if not within:
            wrong.append(len(chosen))
        if not wrong:
            counts.total += count
        for i, facet in enumerate(FACETS):
            # A facet counts what is wrong in nothing but this facet itself.
            if cell[i] not in (None, "") and (not wrong or wrong == [i]):
                counts.by[facet][cell[i]] += count
    return counts


class KeptByDatabase:
    """The part of an engine that the database does by itself."""

    name: str

    def rebuild(self, write_rows: Callable[[], int], progress: Progress = None) -> int:
        """The index follows the rows."""
        return write_rows()

    def state(self) -> dict[str, Any]:
        """The version of the normaliser; rows of an older one need a rebuild."""
        old = SearchDoc.objects.exclude(normaliser=korean.NORMALISER_VERSION).exists()
        return {"analyser": {"normaliser": korean.NORMALISER_VERSION}, "needs_rebuild": old}

    def wrong(self, *, repair: bool) -> int:
        """The database keeps its indexes right by itself."""
        return 0

    def save(self, rows: Sequence[SearchDoc]) -> None:
        """The database has indexed the rows as they were written."""

    def adjust(self, kind: str, object_id: int, values: Mapping[str, Any]) -> None:
        """The columns are read from the row itself."""

    def forget(self, kind: str, object_ids: Sequence[int]) -> None:
        """The database has dropped the rows from its index."""


class SqlEngine(KeptByDatabase, ABC):
    """An engine whose index is a part of the table, or follows it by triggers."""

    @abstractmethod
    def source(self, words: str) -> str:
        """The FROM part: the table `d`, joined with the index where there are words."""

    @abstractmethod
    def found(self, words: str, *, titles_only: bool = False) -> Clause:
        """The condition that a row is found by an expression."""

    @abstractmethod
    def not_found(self, words: str) -> Clause:
        """The condition that a row is not found by an expression."""

    @abstractmethod
    def score(self, words: str) -> Clause:
        """How well a row is found by an expression."""

    @abstractmethod
    def score_any(self, terms: Mapping[str, float], *, titles_only: bool) -> Clause:
        """How well a row is found by any of the terms, a rare one counting more."""

    @abstractmethod
    def sequence(self, sequence: q.Sequence) -> str:
        """The expression for terms side by side."""

    @abstractmethod
    def any_of(self, parts: Iterable[str]) -> str:
        """The expression for one of several."""

    @abstractmethod
    def all_of(self, parts: Iterable[str]) -> str:
        """The expression for all of several."""

    @abstractmethod
    def frequency(self, term: str, cap: int, *, titles_only: bool) -> Clause:
        """A query for one number: in how many rows a term stands."""

    def rows(self, words: str, conditions: Iterable[Clause]) -> Clause:
        """The rows that meet all conditions."""
        where = Clause.joined(conditions)
        return Clause(f"FROM {self.source(words)} WHERE {where.sql}", where.values)

    def ranked(self, words: str, conditions: Iterable[Clause]) -> Clause:
        """The rows among which the best are looked for."""
        return self.rows(words, conditions)

    def _term(self, term: q.Term) -> str:
        return self.any_of(self.sequence(sequence) for sequence in term.sequences)

    def _wanted(self, query: q.Query) -> str:
        return self.all_of(self.any_of(self._term(term) for term in group) for group in query.groups)

    def _conditions(self, words: str, query: q.Query, filters: q.Filters, *, titles_only: bool = False) -> list[Clause]:
        clauses = [self.found(words, titles_only=titles_only)] if words else []
        if query.excluded:
            clauses.append(self.not_found(self.any_of(self._term(term) for term in query.excluded)))
        return clauses + filter_clauses(filters)

    def match(
        self,
        query: q.Query,
        filters: q.Filters,
        *,
        sort: str,
        limit: int,
        offset: int = 0,
        after: After | None = None,
        pk: int | None = None,
        not_pk: int | None = None,
    ) -> list[Match]:
        words = self._wanted(query)
        conditions = self._conditions(words, query, filters)
        if pk is not None:
            conditions.append(Clause("d.id = %s", [pk]))
        if not_pk is not None:
            conditions.append(Clause("d.id <> %s", [not_pk]))
        if sort == "relevance" and not words:
            sort = "date"
        if sort == "relevance":
            return self._matches(self.score(words), self.ranked(words, conditions), BEST, limit, offset)
        if after:
            conditions.append(_after(sort, after))
        return self._matches(
            Clause("0.0"), self.rows(words, conditions), f"{COLUMNS[sort]} DESC, d.id DESC", limit, offset
        )

    def match_any(
        self,
        terms: Mapping[str, float],
        query: q.Query,
        filters: q.Filters,
        *,
        limit: int,
        titles_only: bool = False,
    ) -> list[Match]:
        if not terms:
            return []
        words = self.any_of(self.sequence(q.Sequence((term,))) for term in terms)
        conditions = self._conditions(words, query, filters, titles_only=titles_only)
        score = self.score_any(terms, titles_only=titles_only)
        return self._matches(score, self.rows(words, conditions), BEST, limit, 0)

    def _matches(self, score: Clause, rows: Clause, order: str, limit: int, offset: int) -> list[Match]:
        statement = f"SELECT d.id, {score.sql} {rows.sql} ORDER BY {order} LIMIT %s OFFSET %s"
        with connection.cursor() as cursor:
            cursor.execute(statement, [*score.values, *rows.values, limit, offset])
            return [Match(pk, float(points)) for pk, points in cursor.fetchall()]

    def count(self, query: q.Query, filters: q.Filters) -> Counts:
        """One pass for all facets: what is found whatever was chosen in them is counted by all of them together."""
        words = self._wanted(query)
        open_filters = replace(
            filters,
            kinds=(),
            topics=(),
            places=(),
            departments=(),
            statuses=(),
            stages=(),
            date_from=None,
            date_to=None,
        )
        rows = self.rows(words, self._conditions(words, query, open_filters))
        year, days = _year(), _days(filters)
        columns = [Clause(f"d.{column}") for column in _FACET_COLUMNS]
        within = Clause.joined(days) if days else Clause("TRUE")
        columns += [year, Clause(f"({within.sql})", within.values)]
        groups = ", ".join(str(number) for number in range(1, len(columns) + 1))
        statement = f"SELECT {', '.join(each.sql for each in columns)}, COUNT(*) {rows.sql} GROUP BY {groups}"
        values = [value for each in columns for value in each.values]
        with connection.cursor() as cursor:
            cursor.execute(statement, [*values, *rows.values])
            return _counted(cursor.fetchall(), filters)

    def frequencies(self, terms: Iterable[str], *, cap: int, titles_only: bool = False) -> dict[str, int]:
        terms = list(dict.fromkeys(terms))
        if not terms:
            return {}
        parts = [self.frequency(term, cap, titles_only=titles_only) for term in terms]
        statement = "SELECT " + ", ".join(f"({part.sql})" for part in parts)
        with connection.cursor() as cursor:
            cursor.execute(statement, [value for part in parts for value in part.values])
            return dict(zip(terms, cursor.fetchone() or (), strict=True))
