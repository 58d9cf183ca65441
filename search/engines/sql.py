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
MOST_TITLES, TITLES_AT_ONCE = 2_000, 500
"""Of so many rows that share the most with a title it is looked which are wanted, so many at once until enough are."""


@dataclass
class Clause:
    """A piece of SQL with the values for its placeholders."""

    sql: str
    values: list[Any] = field(default_factory=list)

    @classmethod
    def joined(cls, clauses: Iterable[Clause]) -> Clause:
        clauses = list(clauses)
        return cls(" AND ".join(each.sql for each in clauses), [value for each in clauses for value in each.values])


def one_of(column: str, values: Sequence[Any]) -> Clause:
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
            clauses.append(one_of(column, values))
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


def _column_of(facet: str) -> Clause:
    """What a facet reads of a row."""
    if facet == "year":
        return _year()
    return Clause(f"d.{facet}" if facet in ("kind", "status", "stage") else f"d.{facet}_id")


def _chosen(facet: str, filters: q.Filters) -> Clause:
    """Whether a row is what was chosen in a facet, as a number."""
    wanted = {
        "kind": filters.kinds,
        "topic": filters.topics,
        "place": filters.places,
        "department": filters.departments,
        "status": filters.statuses,
        "stage": filters.stages,
    }.get(facet, ())
    conditions = _days(filters) if facet == "year" else [one_of(_column_of(facet).sql, wanted)] if wanted else []
    if not conditions:
        return Clause("1")
    both = Clause.joined(conditions)
    # A row without a value is not what was chosen.
    return Clause(f"CASE WHEN {both.sql} THEN 1 ELSE 0 END", both.values)


def _counting(rows: Clause, filters: q.Filters) -> Clause:
    """One pass over what is found whatever was chosen in facets; each facet leaves out only what others leave out."""
    columns = [_column_of(facet) for facet in FACETS] + [_chosen(facet, filters) for facet in FACETS]
    names = [f"v{n}" for n in range(len(FACETS))] + [f"c{n}" for n in range(len(FACETS))]
    listed = ", ".join(f"{column.sql} AS {name}" for column, name in zip(columns, names, strict=True))
    narrowed = [n for n in range(len(FACETS)) if columns[len(FACETS) + n].sql != "1"]

    def where(*besides: int) -> str:
        return " AND ".join([f"c{n} = 1" for n in narrowed if n not in besides] or ["1 = 1"])

    parts = [f"SELECT -1, NULL, COUNT(*) FROM found WHERE {where()}"]  # noqa: S608  # made of numbers
    for n in range(len(FACETS)):
        value = f"CAST(v{n} AS TEXT)"
        parts.append(f"SELECT {n}, {value}, COUNT(*) FROM found WHERE {where(n)} GROUP BY v{n}")  # noqa: S608  # as above
    return Clause(
        f"WITH found AS (SELECT {listed} {rows.sql}) {' UNION ALL '.join(parts)}",
        [*(value for column in columns for value in column.values), *rows.values],
    )


def _counted(cells: Iterable[tuple[Any, ...]]) -> Counts:
    """The facets out of what was counted."""
    counts = Counts()
    for facet, value, count in cells:
        if facet < 0:
            counts.total = count
        elif value not in (None, ""):
            name = FACETS[facet]
            counts.by[name][value if name in ("kind", "status", "stage") else int(value)] = count
    return counts


class KeptByDatabase:
    """The part of an engine that the database does by itself."""

    name: str
    ranks_texts: bool

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
    def score_any(self, terms: Mapping[str, float]) -> Clause:
        """How well a row is found by any of the terms, a rare one counting more."""

    @abstractmethod
    def titles_with(self, term: str, weight: float) -> Clause:
        """A statement of the numbers of all rows with a term in their titles, visible or not, each with its weight."""

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

    def number(self, words: str) -> str:
        """The column that numbers a row."""
        return "d.id"

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

    def _conditions(self, words: str, query: q.Query, filters: q.Filters) -> list[Clause]:
        clauses = [self.found(words)] if words else []
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
        not_pk: int | None = None,
    ) -> list[Match]:
        words = self._wanted(query)
        conditions = self._conditions(words, query, filters)
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

    def some(self, query: q.Query, filters: q.Filters, *, most: int) -> list[int]:
        words = self._wanted(query)
        few = self.few(self.rows(words, self._conditions(words, query, filters)), most)
        with connection.cursor() as cursor:
            cursor.execute(few.sql, few.values)
            return [pk for (pk,) in cursor.fetchall()]

    def few(self, rows: Clause, most: int) -> Clause:
        """The numbers of a few of some rows, in no order."""
        return Clause(f"SELECT d.id {rows.sql} LIMIT %s", [*rows.values, most])

    def look(self, query: q.Query, filters: q.Filters, *, limit: int) -> tuple[Counts, list[Match]]:
        counts = self.count(query, filters)
        return counts, self.match(query, filters, sort="relevance", limit=limit) if counts.total else []

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
        if titles_only:
            return self._match_titles(terms, query, filters, limit)
        words = self.any_of(self.sequence(q.Sequence((term,))) for term in terms)
        rows = self.rows(words, self._conditions(words, query, filters))
        return self._matches(self.score_any(terms), rows, BEST, limit, 0)

    def _match_titles(self, terms: Mapping[str, float], query: q.Query, filters: q.Filters, limit: int) -> list[Match]:
        """The terms are added up by the numbers that the index tells: only of the best are the rows read."""
        parts = [self.titles_with(term, weight) for term, weight in terms.items()]
        statement = (
            "SELECT id, SUM(points)"  # noqa: S608  # made of clauses
            f" FROM ({' UNION ALL '.join(part.sql for part in parts)}) each_term"
            f" GROUP BY id ORDER BY 2 DESC, 1 DESC LIMIT {MOST_TITLES}"
        )
        found: list[Match] = []
        with connection.cursor() as cursor:
            cursor.execute(statement, [value for part in parts for value in part.values])
            points = dict(cursor.fetchall())
            best, conditions = list(points), list(self._conditions("", query, filters))
            for start in range(0, len(best), TITLES_AT_ONCE):
                wanted = Clause.joined([one_of("d.id", best[start : start + TITLES_AT_ONCE]), *conditions])
                sizes = f"SELECT d.id, LENGTH(d.title) FROM search_searchdoc d WHERE {wanted.sql}"  # noqa: S608
                cursor.execute(sizes, wanted.values)
                # Of two titles with the same terms the shorter one is nearer.
                found += [Match(pk, float(points[pk]) / (20 + size)) for pk, size in cursor.fetchall()]
                if len(found) >= limit:
                    break
        return sorted(found, key=lambda match: (match.score, match.pk), reverse=True)[:limit]

    def _matches(self, score: Clause, rows: Clause, order: str, limit: int, offset: int) -> list[Match]:
        statement = f"SELECT d.id, {score.sql} {rows.sql} ORDER BY {order} LIMIT %s OFFSET %s"
        with connection.cursor() as cursor:
            cursor.execute(statement, [*score.values, *rows.values, limit, offset])
            return [Match(pk, float(points)) for pk, points in cursor.fetchall()]

    def count(self, query: q.Query, filters: q.Filters) -> Counts:
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
        counting = _counting(self.rows(words, self._conditions(words, query, open_filters)), filters)
        with connection.cursor() as cursor:
            cursor.execute(counting.sql, counting.values)
            return _counted(cursor.fetchall())

    def frequencies(self, terms: Iterable[str], *, cap: int, titles_only: bool = False) -> dict[str, int]:
        terms = list(dict.fromkeys(terms))
        if not terms:
            return {}
        parts = [self.frequency(term, cap, titles_only=titles_only) for term in terms]
        statement = "SELECT " + ", ".join(f"({part.sql})" for part in parts)
        with connection.cursor() as cursor:
            cursor.execute(statement, [value for part in parts for value in part.values])
            return dict(zip(terms, cursor.fetchone() or (), strict=True))
