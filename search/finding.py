"""Finds what people look for: the exact code first, then whole hits, then near ones where those are few."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

from . import overlap, registry
from .addresses import in_reader_language
from .engines import asked, database
from .engines.base import FACETS, SORTS, After, Counts, Engine, Match
from .facets import Facet, facets
from .highlight import Marker
from .models import SearchDoc
from .query import Filters, Query, read
from .ranking import WINDOW, Words, again, best, glued, near
from .threads import Heads, Walk, heads
from .vocabulary import meant_instead

MOST_PER_PAGE = 100
DEEPEST = 1_000
"""How far a list by relevance can be paged: each page ranks everything before it again."""
FEW = 10
"""Fewer whole hits than this are followed by near ones."""
MOST_NEAR = 60
LEAST_COVERED = 0.65
"""The share of a query that a near hit must hold."""
AWAY = gettext_noop("The search engine does not answer at the moment. This list comes from the database.")
_COMMON = 5_000
_FEWEST_TERMS = 3
_FIRST = 1e6
"""The score of the thing whose code was typed."""
_LARGEST = 2**63
_SHADOWS = ("title_terms", "body_terms")
_COUNTED = ("kind", "topic_id", "place_id", "department_id", "status", "stage", "date", "thread")


@dataclass(frozen=True)
class Hit:
    """One thing that was found. `title_html` and `snippet` are safe HTML with <mark> alone."""

    kind: str
    kind_label: str
    object_id: int
    title: str
    title_html: SafeString
    snippet: SafeString
    code: str
    url: str
    date: dt.datetime
    author_name: str
    status: str
    stage: str
    topic_id: int | None
    place_id: int | None
    consultation_id: int | None
    department_id: int | None
    thread: str
    votes: int
    source: str
    source_id: str
    source_url: str
    score: float
    near: bool = False
    more: int = 0
    """How many more hits are said about the same, where a list is grouped."""


@dataclass(frozen=True)
class Page:
    """One page of hits. `next` is the cursor of the page after, or None."""

    hits: list[Hit]
    next: str | None
    count: int
    facets: dict[str, list[Facet]] = field(default_factory=dict)
    engine: str = ""
    notice: str = ""
    suggestion: str = ""
    problems: tuple[str, ...] = ()
    """What of the query could not be read, in sentences."""


@dataclass(frozen=True)
class Cursor:
    """Where a page begins: after so many hits, or after a row for sorts by a column."""

    offset: int = 0
    after: After | None = None

    @classmethod
    def read(cls, text: str, sort: str) -> Cursor:
        """A cursor out of an address; one that cannot be read begins at the beginning."""
        try:
            offset, value, pk = json.loads(base64.urlsafe_b64decode(text.encode() + b"=="))
            offset, value, pk = int(offset), str(value), int(pk)
        except (ValueError, TypeError, OverflowError, RecursionError, binascii.Error):
            return cls()
        if sort != "relevance" and _is_value(sort, value) and 0 < pk < _LARGEST:
            return cls(after=After(value, pk))
        return cls(offset=min(max(offset, 0), DEEPEST))

    def written(self) -> str:
        after = self.after
        parts = [self.offset, after.value if after else "", after.pk if after else 0]
        return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def _is_value(sort: str, value: str) -> bool:
    """Whether a cursor's value is one that the sorting column can have."""
    try:
        if sort == "votes":
            return abs(int(value)) < _LARGEST
        moment = dt.datetime.fromisoformat(value)
    except ValueError:
        return False
    return moment.tzinfo is not None and dt.MINYEAR < moment.year < dt.MAXYEAR


@dataclass(frozen=True)
class _Search:
    """One question put to one engine."""

    query: Query
    filters: Filters
    sort: str
    limit: int
    cursor: Cursor
    engine: Engine
    grouped: bool = False

    def page(self) -> Page:
        if self.query.is_noise:
            return Page([], None, 0, facets(Counts(), self.filters), self.engine.name)
        seen: list[Match] | None = None
        if self.sort == "relevance":
            counts, seen = self.engine.look(self.query, self.filters, limit=WINDOW)
        else:
            counts = self.engine.count(self.query, self.filters)
        first = self._coded()
        if first and not self._is_whole(first):
            _add(counts, first)
        if counts.total < FEW:
            return self._short(first, counts, seen)
        return self._long(first, counts, seen)

    def _coded(self) -> SearchDoc | None:
        """The thing whose reference code was typed, if the filters let it through."""
        if not any(letter.isdigit() for letter in self.query.text):
            return None
        coded = SearchDoc.objects.findable().coded(self.query.text).defer(*_SHADOWS).first()
        if coded is None:
            return None
        return coded if database().among(Query(), self.filters, [coded.pk]) else None

    def _is_whole(self, row: SearchDoc) -> bool:
        """Whether a row is among the whole hits anyway."""
        return bool(database().among(self.query, self.filters, [row.pk]))

    def _short(self, first: SearchDoc | None, counts: Counts, seen: list[Match] | None) -> Page:
        """Everything there is: whole hits, then near ones."""
        if seen is None:
            whole = self.engine.match(self.query, self.filters, sort=self.sort, limit=FEW)
        else:
            whole = again(self.engine, seen, self.query)
        if first:
            whole = [Match(first.pk, _FIRST), *(match for match in whole if match.pk != first.pk)]
        beside = [] if first else self._near({match.pk for match in whole})
        for _, row in beside:
            _add(counts, row)
        matches = whole + [match for match, _ in beside]
        counts.total = len(matches)
        threads = heads(matches) if self.grouped else Heads(matches)
        matches = threads.matches
        shown = matches[self.cursor.offset :][: self.limit]
        end = self.cursor.offset + len(shown)
        return self._page(
            shown,
            Cursor(end).written() if end < len(matches) else None,
            counts,
            near={match.pk for match, _ in beside},
            more=threads.more,
        )

    def _long(self, first: SearchDoc | None, counts: Counts, seen: list[Match] | None) -> Page:
        """A page of many whole hits. The typed code's thing stands before them on the first page."""
        begins = not self.cursor.offset and not self.cursor.after
        room = self.limit - 1 if first and begins else self.limit
        if self.grouped and room:
            return self._threads(first, counts, seen, room, begins=begins)
        not_pk = first.pk if first else None
        if self.sort == "relevance":
            end = self.cursor.offset + room + 1
            matches = best(self.engine, self.query, self.filters, end, not_pk=not_pk, seen=seen)[self.cursor.offset :]
        else:
            matches = self.engine.match(
                self.query, self.filters, sort=self.sort, limit=room + 1, after=self.cursor.after, not_pk=not_pk
            )
        shown, more = matches[:room], len(matches) > room
        following = self._following(shown) if more and shown else None
        if first and begins:
            shown = [Match(first.pk, _FIRST), *shown]
        return self._page(shown, following, counts)

    def _threads(
        self, first: SearchDoc | None, counts: Counts, seen: list[Match] | None, room: int, *, begins: bool
    ) -> Page:
        """The same, each thread once."""
        walk = Walk(self.engine, self.query, self.filters, self.sort, first.pk if first else None, seen)
        found = walk.heads(room, offset=self.cursor.offset, after=self.cursor.after)
        following = None
        if found.last is not None:
            following = self._following([found.last]) if self.sort != "relevance" else _at(found.passed)
        shown = [Match(first.pk, _FIRST), *found.matches] if first and begins else found.matches
        return self._page(shown, following, counts, more=found.more)

    def _following(self, shown: Sequence[Match]) -> str | None:
        if self.sort != "relevance":
            # An index beside the database may still hold what was just deleted.
            rows = SearchDoc.objects.only("date", "votes").in_bulk([match.pk for match in shown])
            last = next((rows[match.pk] for match in reversed(shown) if match.pk in rows), None)
            if last is None:
                return None
            value = str(last.votes) if self.sort == "votes" else last.date.isoformat()
            return Cursor(after=After(value, last.pk)).written()
        return _at(self.cursor.offset + len(shown))

    def _near(self, known: set[int]) -> list[tuple[Match, SearchDoc]]:
        """Hits that hold most of the query: words glued together or parted otherwise, or with one word missing."""
        if self.query.is_exact or not self.query.groups:
            return []
        words = [chunk for term in self.query.terms for chunk in term.stem_chunks]
        terms = overlap.pieces(words)
        if len(terms) < 2:
            # Whatever holds it is a whole hit.
            return []
        weights = rarities(self.engine, terms)
        matches = self.engine.match_any(weights, self.query, self.filters, limit=MOST_NEAR + len(known))
        rows = SearchDoc.objects.findable().only(*_COUNTED, *_SHADOWS)
        rows_by_number = rows.in_bulk([match.pk for match in matches if match.pk not in known])
        readings = glued(self.query)
        found = []
        for match in matches:
            if row := rows_by_number.get(match.pk):
                title, text = Words(row.title_terms), Words(row.body_terms)
                share = overlap.covered(words, title.whole | text.whole)
                found.append(((near(title, text, readings), share), match, row))
        found.sort(key=lambda each: each[0], reverse=True)
        return [(match, row) for (_, share), match, row in found if share >= LEAST_COVERED][:MOST_NEAR]

    def _page(
        self,
        matches: Sequence[Match],
        following: str | None,
        counts: Counts,
        near: Iterable[int] = (),
        more: Mapping[int, int] | None = None,
    ) -> Page:
        return Page(
            hits=hits(matches, self.query, near=frozenset(near), more=more or {}),
            next=following,
            count=counts.total,
            facets=facets(counts, self.filters),
            engine=self.engine.name,
        )


def _at(offset: int) -> str | None:
    return Cursor(offset).written() if offset < DEEPEST else None


def _add(counts: Counts, row: SearchDoc) -> None:
    """Count a row that the engine did not."""
    counts.total += 1
    year = timezone.localtime(row.date).year
    values = (row.kind, row.topic_id, row.place_id, row.department_id, row.status, row.stage, year)
    for facet, value in zip(FACETS, values, strict=True):
        if value not in (None, ""):
            counts.by[facet][value] += 1


def rarities(on: Engine, terms: Iterable[str]) -> dict[str, float]:
    """How much each term tells, the rarest first. Common ones are left out where rarer ones find enough rows."""
    terms = list(terms)
    if on.ranks_texts and len(terms) <= _FEWEST_TERMS:
        # None would be left out, and such an engine knows by itself which are rare.
        return dict.fromkeys(terms, 1.0)
    counts = on.frequencies(terms, cap=_COMMON)
    weights: dict[str, float] = {}
    rows = 0
    for count, term in sorted((count, term) for term, count in counts.items() if count):
        if len(weights) >= _FEWEST_TERMS and rows + count > _COMMON:
            break
        weights[term] = 1 / (1 + math.log(count))
        rows += count
    return weights


def hits(
    matches: Sequence[Match],
    query: Query,
    *,
    near: frozenset[int] = frozenset(),
    more: Mapping[int, int] = MappingProxyType({}),
) -> list[Hit]:
    """The rows behind matches, ready to be shown, in the order of the matches."""
    rows = SearchDoc.objects.findable().defer(*_SHADOWS).in_bulk([match.pk for match in matches])
    marker = Marker(query.terms)
    return [
        _hit(row, match.score, marker, near=match.pk in near, more=more.get(match.pk, 0))
        for match in matches
        if (row := rows.get(match.pk))
    ]


def _hit(row: SearchDoc, score: float, marker: Marker, *, near: bool, more: int) -> Hit:
    title, body = row.local()
    return Hit(
        kind=row.kind,
        kind_label=registry.kind_label(row.kind),
        object_id=row.object_id,
        title=title,
        title_html=marker.mark(title),
        snippet=marker.snippet(body),
        code=row.code,
        url=in_reader_language(row.url),
        date=row.date,
        author_name=row.author_name,
        status=row.status,
        stage=row.stage,
        topic_id=row.topic_id,
        place_id=row.place_id,
        consultation_id=row.consultation_id,
        department_id=row.department_id,
        thread=row.thread,
        votes=row.votes,
        source=row.source,
        source_id=row.source_id,
        source_url=row.source_url,
        score=score,
        near=near,
        more=more,
    )


def find(
    query: str,
    *,
    filters: Filters | None = None,
    sort: str = "relevance",
    limit: int = 20,
    cursor: str = "",
    grouped: bool = False,
) -> Page:
    """One page of what a visitor may find. No text, filter or cursor raises; what makes no sense finds nothing.

    In a grouped list each thread stands once, with its first hit; all hits are counted nevertheless.
    """
    parsed, narrowed = read(query, filters)
    sort = sort if sort in SORTS else "relevance"
    if sort == "relevance" and not parsed.groups:
        sort = "date"
    page, away = asked(
        lambda on: _Search(
            query=parsed,
            filters=narrowed,
            sort=sort,
            limit=min(max(limit, 1), MOST_PER_PAGE),
            cursor=Cursor.read(cursor, sort),
            engine=on,
            grouped=grouped and not narrowed.threads,
        ).page()
    )
    page = replace(page, notice=gettext(AWAY) if away else "", problems=parsed.problems)
    if not parsed.groups or parsed.is_exact or cursor or any(not hit.near for hit in page.hits):
        return page
    return replace(page, suggestion=meant_instead(parsed))
