"""What a person typed, read into a small tree: words, "phrases", -exclusions, OR and filters."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property

from django.utils import timezone

from . import korean

LONGEST_QUERY = 300
MOST_WORDS = 16
_LARGEST_ID = 2**63 - 1
_DAY = dt.timedelta(days=1)

_ATOM = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "＂": '"'})
_FILTER = re.compile(r"(?P<name>[a-z]+):(?P<value>.+)", re.IGNORECASE)


@dataclass(frozen=True)
class Sequence:
    """Terms that stand side by side in one text; the last one may be only the beginning of a term."""

    terms: tuple[str, ...]

    @property
    def is_prefix(self) -> bool:
        return korean.is_syllable(self.terms[-1])


@dataclass(frozen=True)
class Term:
    """One word or quoted phrase, with and without its particles."""

    text: str
    quoted: bool = False

    @cached_property
    def chunks(self) -> tuple[tuple[str, bool], ...]:
        return tuple(korean.runs(self.text))

    @cached_property
    def stem_chunks(self) -> tuple[tuple[str, bool], ...]:
        """The word without its particles; a phrase is taken by its letters."""
        if self.quoted or not self.chunks or not self.chunks[-1][1]:
            return self.chunks
        *head, (last, _) = self.chunks
        if head and not head[-1][1] and korean.is_particle(last):
            return tuple(head)
        return (*head, (korean.stem(last), True))

    @cached_property
    def sequences(self) -> tuple[Sequence, ...]:
        """Any of these is a hit; the longer spelling stands first and weighs more, being rarer."""
        spellings = dict.fromkeys((self.chunks, self.stem_chunks))
        return tuple(
            Sequence(tuple(korean.terms(" ".join(run for run, _ in chunks)))) for chunks in spellings if chunks
        )


@dataclass(frozen=True)
class Filters:
    """What hits must be, beside holding the words. An empty tuple lets everything through."""

    kinds: tuple[str, ...] = ()
    topics: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    consultations: tuple[int, ...] = ()
    statuses: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    author: str = ""
    date_from: dt.date | None = None
    date_to: dt.date | None = None

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))

    @classmethod
    def from_params(cls, params: Mapping[str, object]) -> Filters:
        """Filters out of an address's parameters. Nothing raises: what cannot be read finds nothing."""
        return cls(
            kinds=_words(params.get("kind")),
            topics=_numbers(params.get("topic")),
            places=_numbers(params.get("place")),
            consultations=_numbers(params.get("consultation")),
            statuses=_words(params.get("status")),
            stages=_words(params.get("stage")),
            sources=_words(params.get("board") or params.get("source")),
            author=korean.storable(str(params.get("author") or "")).strip()[:LONGEST_QUERY],
            date_from=_day(params.get("from")),
            date_to=_day(params.get("to")),
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


@dataclass(frozen=True)
class Query:
    """Every group must be found by at least one of its terms, and no excluded term may be."""

    groups: tuple[tuple[Term, ...], ...] = ()
    excluded: tuple[Term, ...] = ()
    filters: Filters = field(default_factory=Filters)
    text: str = ""

    @property
    def terms(self) -> tuple[Term, ...]:
        return tuple(term for group in self.groups for term in group)

    @property
    def is_exact(self) -> bool:
        """Whether a part is quoted: then nothing but what was asked for is wanted."""
        return any(term.quoted for term in self.terms)

    @property
    def asks_nothing(self) -> bool:
        return not self.groups and not self.excluded

    @property
    def is_noise(self) -> bool:
        """Whether something was typed in which no word is."""
        return bool(self.text) and self.asks_nothing and not self.filters


def _midnight(day: dt.date) -> dt.datetime:
    # A day kept from either end of the calendar: another time zone may ask for the day beside it.
    day = min(max(day, dt.date.min + _DAY), dt.date.max - _DAY)
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _values(given: object) -> Iterable[str]:
    if given is None:
        return ()
    if isinstance(given, str | int):
        return [part.strip() for part in str(given).split(",") if part.strip()]
    if isinstance(given, Iterable):
        return [str(part).strip() for part in given if str(part).strip()]
    return ()


def _words(given: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(korean.storable(value)[:60] for value in _values(given)))


def _numbers(given: object) -> tuple[int, ...]:
    """Numbers; one that is none becomes 0, which nothing has: a wrong filter finds nothing instead of everything."""
    return tuple(dict.fromkeys(_number(value) for value in _values(given)))


def _number(value: str) -> int:
    if not (value.isascii() and value.isdecimal() and len(value) <= len(str(_LARGEST_ID))):
        return 0
    return int(value) if int(value) <= _LARGEST_ID else 0


def _day(given: object) -> dt.date | None:
    if isinstance(given, dt.datetime):
        return given.date()
    if isinstance(given, dt.date):
        return given
    try:
        return dt.date.fromisoformat(str(given or "").strip())
    except ValueError:
        return None


def _filter_of(word: str) -> Filters | None:
    """The filter that a word like kind:idea stands for, or nothing where it is an ordinary word."""
    match = _FILTER.fullmatch(word)
    if match is None:
        return None
    return Filters.from_params({match["name"].lower(): match["value"]}) or None


def parse(text: str) -> Query:
    """Read a query. Any text is a query; what makes no sense is taken as plain words."""
    text = korean.storable(text)[:LONGEST_QUERY].translate(_QUOTES)
    groups: list[tuple[Term, ...]] = []
    excluded: list[Term] = []
    filters = Filters()
    joins_last = False
    for atom in _ATOM.finditer(text):
        quoted = atom["phrase"] is not None
        written = atom["phrase"] if quoted else atom["word"]
        if not quoted and not atom["minus"]:
            if written in ("OR", "|"):
                joins_last = bool(groups)
                continue
            if (said := _filter_of(written)) is not None:
                filters = filters.over(said)
                continue
        term = Term(korean.fold(written).strip(), quoted)
        if not term.chunks or len(groups) + len(excluded) >= MOST_WORDS:
            continue
        if atom["minus"]:
            excluded.append(term)
        elif joins_last:
            groups[-1] = (*groups[-1], term)
        else:
            groups.append((term,))
        joins_last = False
    return Query(tuple(groups), tuple(excluded), filters, text.strip())
