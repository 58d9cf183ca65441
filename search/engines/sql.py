"""What the engines inside a database have in common: one shape of statement, and filters as conditions."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils import timezone

from .. import query as q
from ..models import SearchDoc
from .base import After, Match

_DAY = dt.timedelta(days=1)
BEST = "2 DESC, d.id DESC"
COLUMNS = {"date": "d.date", "votes": "d.votes"}


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


def _midnight(day: dt.date) -> dt.datetime:
    # A day kept from either end of the calendar: another time zone may ask for the day beside it.
    day = min(max(day, dt.date.min + _DAY), dt.date.max - _DAY)
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def filter_clauses(filters: q.Filters) -> list[Clause]:
    """The filters as conditions; that a row is visible is always one of them."""
    clauses = [Clause("d.visible = %s", [True])]
    for column, values in (
        ("d.kind", filters.kinds),
        ("d.topic_id", filters.topics),
        ("d.place_id", filters.places),
        ("d.consultation_id", filters.consultations),
        ("d.status", filters.statuses),
        ("d.stage", filters.stages),
        ("d.source", filters.sources),
    ):
        if values:
            clauses.append(_one_of(column, values))
    if filters.author:
        clauses.append(Clause("d.author_name = %s", [filters.author]))
    if filters.date_from:
        clauses.append(Clause("d.date >= %s", [_moment(_midnight(filters.date_from))]))
    if filters.date_to and filters.date_to < dt.date.max:
        clauses.append(Clause("d.date < %s", [_moment(_midnight(filters.date_to + _DAY))]))
    return clauses


def _moment(moment: dt.datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _after(sort: str, after: After) -> Clause:
    column = COLUMNS[sort]
    value: Any = int(after.value) if sort == "votes" else _moment(dt.datetime.fromisoformat(after.value))
    return Clause(f"({column} < %s OR ({column} = %s AND d.id < %s))", [value, value, after.pk])


class KeptByDatabase:
    """The part of an engine that the database does by itself."""

    def prepare(self) -> None:
        """The database keeps the index; there is nothing to get ready."""

    def finish(self) -> None:
        """The database keeps the index; there is nothing to close."""

    def save(self, rows: Sequence[SearchDoc]) -> None:
        """The database has indexed the rows as they were written."""

    def adjust(self, kind: str, object_id: int, values: Mapping[str, Any]) -> None:
        """The columns are read from the row itself."""

    def forget(self, kind: str, object_ids: Sequence[int]) -> None:
        """The database has dropped the rows from its index."""


class SqlEngine(KeptByDatabase, ABC):
    """An engine whose index is a part of the table, or follows it by triggers."""

    name: str

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

    def count_by_kind(self, query: q.Query, filters: q.Filters) -> dict[str, int]:
        words = self._wanted(query)
        rows = self.rows(words, self._conditions(words, query, filters))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT d.kind, COUNT(*) {rows.sql} GROUP BY d.kind", rows.values)
            return dict(cursor.fetchall())

    def frequencies(self, terms: Iterable[str], *, cap: int, titles_only: bool = False) -> dict[str, int]:
        terms = list(dict.fromkeys(terms))
        if not terms:
            return {}
        parts = [self.frequency(term, cap, titles_only=titles_only) for term in terms]
        statement = "SELECT " + ", ".join(f"({part.sql})" for part in parts)
        with connection.cursor() as cursor:
            cursor.execute(statement, [value for part in parts for value in part.values])
            return dict(zip(terms, cursor.fetchone() or (), strict=True))
