"""Measures on a server of its own: aggregations that need no optional module of it."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Collection
from typing import Any

from .. import query as q
from ..elastic.connection import Q
from .base import micros
from .elastic import ElasticEngine, answer_of, asked
from .measures import local_midnight, month_starts


class MeasuringElasticEngine(ElasticEngine):
    """The server as an engine that also measures."""

    def months(self, query: q.Query, filters: q.Filters) -> dict[dt.date, int]:
        days = month_starts()
        begins = [micros(local_midnight(day)) for day in days]
        ranges = [
            {"key": day.isoformat(), "from": begin, "to": end}
            for day, (begin, end) in zip(days, itertools.pairwise(begins), strict=False)
        ]
        search = self._set(query, filters)
        search.aggs.bucket("months", "range", field="date", ranges=ranges)
        buckets = self._aggregations(search)["months"]["buckets"]
        return {dt.date.fromisoformat(each["key"]): each["doc_count"] for each in buckets if each["doc_count"]}

    def sample(self, query: q.Query, filters: q.Filters, *, size: int) -> list[int]:
        lot = {
            "query": asked(query, filters).to_dict(),
            "functions": [{"random_score": {"seed": 1, "field": "pk"}}],
            "boost_mode": "replace",
        }
        search = self._search().update_from_dict({"query": {"function_score": lot}})
        return [match.pk for match in self._matches(search.sort("_score", "pk"), size, 0)]

    def among(self, query: q.Query, filters: q.Filters, pks: Collection[int]) -> set[int]:
        if not pks:
            return set()
        both = Q("bool", filter=[asked(query, filters), Q("terms", pk=list(pks))])
        return {match.pk for match in self._matches(self._search().query(both).sort("pk"), len(pks), 0)}

    def _set(self, query: q.Query, filters: q.Filters) -> Any:
        return self._search().query(Q("bool", filter=[asked(query, filters)])).extra(size=0, track_total_hits=False)

    @staticmethod
    def _aggregations(search: Any) -> dict[str, Any]:
        found: dict[str, Any] = answer_of(search)["aggregations"]
        return found
