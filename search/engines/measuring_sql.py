"""Measures inside a database: one statement each, over the rows that a search finds."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection

from .. import query as q
from .. import registry
from .measures import local_midnight, month_starts
from .sql import Clause, SqlEngine, one_of

_LOT = 2_654_435_761
"""Knuth's multiplier: numbers in a row fall far apart, so that an order by the product is as good as a lot."""
_LOTS = 4_294_967_296
LOOKED_UP = 200


def _month(starts: Sequence[dt.datetime], numbers: Sequence[int]) -> Clause:
    """The number of a row's month, found by halving: nine comparisons instead of four hundred."""
    if len(numbers) == 1:
        return Clause(str(numbers[0]))
    half = len(numbers) // 2
    later, earlier = _month(starts[half:], numbers[half:]), _month(starts[:half], numbers[:half])
    begin = connection.ops.adapt_datetimefield_value(starts[half])
    return Clause(
        f"CASE WHEN d.date >= %s THEN {later.sql} ELSE {earlier.sql} END", [begin, *later.values, *earlier.values]
    )


class MeasuringSqlEngine(SqlEngine):
    """An engine inside a database that also measures."""

    def months(self, query: q.Query, filters: q.Filters) -> dict[dt.date, int]:
        days = month_starts()
        begins = [local_midnight(day) for day in days]
        month = _month(begins, range(len(days)))
        within = Clause(
            "d.date >= %s AND d.date < %s",
            [connection.ops.adapt_datetimefield_value(moment) for moment in (begins[0], begins[-1])],
        )
        rows = self._found(query, filters, within)
        counted = self._answer(f"SELECT {month.sql}, COUNT(*) {rows.sql} GROUP BY 1", [*month.values, *rows.values])
        return {days[number]: count for number, count in sorted(counted)}

    def people(self, query: q.Query, filters: q.Filters) -> Counter[int]:
        """How many rows each person wrote; rows of nobody known are left out. One statement for each kind."""
        counts: Counter[int] = Counter()
        for kind, writers in registry.writers():
            found = self._found(query, filters, Clause("d.kind = %s", [kind]))
            people, values = writers.query.sql_with_params()
            pairs = f"FROM (SELECT d.object_id {found.sql}) m JOIN ({people}) w ON w.written = m.object_id"
            statement = f"SELECT w.person, COUNT(*) {pairs} GROUP BY 1"
            counts.update(dict(self._answer(statement, [*found.values, *values])))
        return counts

    def sample(self, query: q.Query, filters: q.Filters, *, size: int) -> list[int]:
        rows = self._found(query, filters)
        statement = f"SELECT d.id {rows.sql} ORDER BY (d.id * {_LOT}) %% {_LOTS}, d.id LIMIT %s"
        return [pk for (pk,) in self._answer(statement, [*rows.values, size])]

    def among(self, query: q.Query, filters: q.Filters, pks: Collection[int]) -> set[int]:
        if not pks:
            return set()
        # Looking up each of a few is quicker than reading all that is found; of many it is slower.
        number = self.number(self._wanted(query)) if len(pks) <= LOOKED_UP else "d.id"
        rows = self._found(query, filters, one_of(number, list(pks)))
        return {pk for (pk,) in self._answer(f"SELECT d.id {rows.sql}", rows.values)}

    def _found(self, query: q.Query, filters: q.Filters, *more: Clause) -> Clause:
        words = self._wanted(query)
        return self.rows(words, [*self._conditions(words, query, filters), *more])

    @staticmethod
    def _answer(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
