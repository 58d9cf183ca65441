"""What an engine can tell of a whole set of hits, beside the hits themselves."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Collection
from typing import Protocol

from django.utils import timezone

from ..query import Filters, Query

OLDEST_YEAR = 1990
"""Rows before this year are in no month, as they are in no year."""


class Measures(Protocol):
    """Sets are those that `match` finds with the same query and filters: nothing hidden is in any number."""

    def months(self, query: Query, filters: Filters) -> dict[dt.date, int]:
        """How many rows there are of each month that has any, by its first day in local time."""
        ...

    def sample(self, query: Query, filters: Filters, *, size: int) -> list[int]:
        """Rows taken by a lot that falls the same way each time; all of them where there are no more."""
        ...

    def among(self, query: Query, filters: Filters, pks: Collection[int]) -> set[int]:
        """Those of some rows that are in the set."""
        ...


def month_starts() -> list[dt.date]:
    """The first days of all months that are counted, and of the month after the last."""
    last = timezone.localtime().year + 1
    return [
        *(dt.date(year, month, 1) for year, month in itertools.product(range(OLDEST_YEAR, last + 1), range(1, 13))),
        dt.date(last + 1, 1, 1),
    ]


def local_midnight(day: dt.date) -> dt.datetime:
    """The moment at which a day begins here."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
