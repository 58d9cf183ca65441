"""What hits must be, beside holding the words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from django.utils import timezone

from . import korean

LONGEST_QUERY = 300
_LARGEST_ID = 2**63 - 1
_YES = frozenset(("1", "true", "on", "yes"))
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Filters:
    """What hits must be, beside holding the words. An empty tuple lets everything through."""

    kinds: tuple[str, ...] = ()
    topics: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    consultations: tuple[int, ...] = ()
    departments: tuple[int, ...] = ()
    threads: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    author: str = ""
    exact: bool = False
    """Whether words must stand by themselves. It narrows what words find, and without words nothing."""
    date_from: dt.date | None = None
    date_to: dt.date | None = None

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self) if each.name != "exact")

    @classmethod
    def from_params(cls, params: Mapping[str, object]) -> Filters:
        """Filters out of an address's parameters. Nothing raises: what cannot be read finds nothing."""
        return cls(
            kinds=words(params.get("kind")),
            topics=numbers(params.get("topic")),
            places=numbers(params.get("place")),
            consultations=numbers(params.get("consultation")),
            departments=numbers(params.get("department")),
            threads=words(params.get("thread")),
            statuses=words(params.get("status")),
            stages=words(params.get("stage")),
            sources=words(params.get("board") or params.get("source")),
            author=korean.storable(str(params.get("author") or "")).strip()[:LONGEST_QUERY],
            exact=str(params.get("exact") or "").lower() in _YES,
            date_from=day(params.get("from")),
            date_to=day(params.get("to")),
        )

    def moments(self) -> tuple[dt.datetime | None, dt.datetime | None]:
        """When the days begin, and when they are over."""
        begin = _midnight(self.date_from) if self.date_from else None
        end = _midnight(self.date_to + _DAY) if self.date_to and self.date_to < dt.date.max else None
        return begin, end

    def over(self, others: Filters) -> Filters:
        """These filters, and the others' where these say nothing."""
        mine = {each.name: getattr(self, each.name) for each in fields(self)}
        return replace(others, **{name: value for name, value in mine.items() if value})

    def with_also(self, others: Filters) -> Filters:
        """These filters and the others': either of two kinds will do; of two authors or times the first one holds."""
        both: dict[str, Any] = {}
        for each in fields(self):
            mine, theirs = getattr(self, each.name), getattr(others, each.name)
            both[each.name] = tuple(dict.fromkeys((*mine, *theirs))) if isinstance(mine, tuple) else mine or theirs
        return Filters(**both)


def _midnight(day: dt.date) -> dt.datetime:
    # A day kept from either end of the calendar: another time zone may ask for the day beside it.
    day = min(max(day, dt.date.min + _DAY), dt.date.max - _DAY)
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def values(given: object) -> Iterable[str]:
    if given is None:
        return ()
    if isinstance(given, str | int):
        return [part.strip() for part in str(given).split(",") if part.strip()]
    if isinstance(given, Iterable):
        return [str(part).strip() for part in given if str(part).strip()]
    return ()


def words(given: object) -> tuple[str, ...]:
    readable = (korean.storable(value).strip()[:60] for value in values(given))
    return tuple(dict.fromkeys(value for value in readable if value))


def numbers(given: object) -> tuple[int, ...]:
    """Numbers; one that is none becomes 0, which nothing has: a wrong filter finds nothing instead of everything."""
    return tuple(dict.fromkeys(_number(value) for value in values(given)))


def _number(value: str) -> int:
    if not (value.isascii() and value.isdecimal() and len(value) <= len(str(_LARGEST_ID))):
        return 0
    return int(value) if int(value) <= _LARGEST_ID else 0


def day(given: object) -> dt.date | None:
    if isinstance(given, dt.datetime):
        return given.date()
    if isinstance(given, dt.date):
        return given
    try:
        return dt.date.fromisoformat(str(given or "").strip())
    except ValueError:
        return None
