"""The operators of a typed query, in Korean and in English (지역:, place:). What cannot be read is explained."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from . import korean, registry
from .filters import LONGEST_QUERY, Filters, day, numbers, values

NAMES = {
    **dict.fromkeys(("author", "작성자", "글쓴이"), "author"),
    **dict.fromkeys(("kind", "종류", "갈래"), "kind"),
    **dict.fromkeys(("topic", "주제"), "topic"),
    **dict.fromkeys(("place", "지역", "동네"), "place"),
    **dict.fromkeys(("state", "status", "상태"), "status"),
    **dict.fromkeys(("stage", "단계"), "stage"),
    **dict.fromkeys(("board", "게시판"), "board"),
    **dict.fromkeys(("date", "기간"), "date"),
    **dict.fromkeys(("department", "부서", "담당부서"), "department"),
    "consultation": "consultation",
    "from": "from",
    "to": "to",
}
EXACTLY = frozenset(("word", "낱말", "정확히"))
"""Before a word that must stand by itself."""
_FIELDS = {
    "kind": "kinds",
    "topic": "topics",
    "place": "places",
    "department": "departments",
    "status": "statuses",
    "stage": "stages",
}
MOST_NAMED = 20
"""Of more names than these none is told to whoever typed a wrong one."""
_POINT = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")

Days = tuple[dt.date, dt.date]


def is_exactly(name: str) -> bool:
    """Whether the name of an operator asks for a whole word."""
    return korean.fold(name) in EXACTLY


class Unreadable(ValueError):
    """An operator that says nothing; the sentence tells why."""


def read(name: str, value: str) -> Filters | None:
    """The filter that an operator stands for; None where the name is none of ours, and the text an ordinary word.

    Raises Unreadable with a sentence for whoever typed it.
    """
    known = NAMES.get(korean.fold(name))
    if known is None:
        return None
    value = value.strip()
    if not value:
        raise nothing_after(name)
    if known in _FIELDS:
        chosen: dict[str, Any] = {_FIELDS[known]: _chosen(known, name, value)}
        return Filters(**chosen)
    if known == "author":
        return Filters(author=korean.storable(value)[:LONGEST_QUERY])
    if known == "board":
        return Filters(sources=tuple(values(value)))
    if known == "consultation":
        return Filters(consultations=numbers(value))
    return _days(known, name, value)


def nothing_after(name: str) -> Unreadable:
    """An operator that stands alone."""
    return Unreadable(_("After “%(name)s:” a word is missing; it was passed over.") % {"name": name})


def not_to_exclude(name: str, value: str) -> Unreadable:
    """A minus before an operator, which only takes words away."""
    return Unreadable(
        _("“-%(name)s:%(value)s” was passed over: a minus leaves out words, and no kind, place or person.")
        % {"name": name, "value": value}
    )


def is_known(name: str) -> bool:
    """Whether it is the name of an operator that filters."""
    return korean.fold(name) in NAMES


def _chosen(facet: str, name: str, value: str) -> tuple[Any, ...]:
    found: list[Any] = []
    for word in values(value):
        matching = registry.find_values(facet, word)
        if not matching:
            raise _no_such(facet, name, word)
        found += matching
    return tuple(dict.fromkeys(found))


def _no_such(facet: str, name: str, word: str) -> Unreadable:
    """Of few names it is told which ones there are, as they can be typed."""
    said = [capfirst(each) for each in registry.all_labels(facet).values()]
    names = ", ".join(f'"{each}"' if " " in each else each for each in said)
    if not 0 < len(said) <= MOST_NAMED:
        return Unreadable(
            _("“%(name)s:%(value)s” was passed over: there is nothing of that name.") % {"name": name, "value": word}
        )
    return Unreadable(
        _("“%(name)s:%(value)s” was passed over: there is nothing of that name. You can write: %(names)s.")
        % {"name": name, "value": word, "names": names}
    )


def _days(known: str, name: str, value: str) -> Filters:
    if known == "date":
        first, dots, last = value.partition("..")
        begin = _span(first) if first else None
        end = (_span(last) if last else None) if dots else begin
        if (first and begin is None) or (dots and last and end is None) or not (begin or end):
            raise _no_date(name, value)
        if begin and end and begin[0] > end[1]:
            raise Unreadable(
                _("“%(name)s:%(value)s” was passed over: it ends before it begins.") % {"name": name, "value": value}
            )
        return Filters(date_from=begin[0] if begin else None, date_to=end[1] if end else None)
    moment = day(value)
    if moment is None:
        raise _no_date(name, value)
    return Filters(date_from=moment) if known == "from" else Filters(date_to=moment)


def _no_date(name: str, value: str) -> Unreadable:
    return Unreadable(
        _("“%(name)s:%(value)s” was passed over: write dates like 2024-01..2024-06, 2024 or 2024-03-15.")
        % {"name": name, "value": value}
    )


def _span(text: str) -> Days | None:
    """The first and the last day of a year, a month or a day."""
    match = _POINT.fullmatch(text)
    if match is None:
        return None
    year, month, number = (int(part) if part else None for part in match.groups())
    try:
        assert year is not None
        if month is None:
            return dt.date(year, 1, 1), dt.date(year, 12, 31)
        if number is None:
            return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
        return dt.date(year, month, number), dt.date(year, month, number)
    except ValueError:
        return None
