"""Groups a list: of each thread the hit that comes first stands for the rest, however many pages there are."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from .engines import database
from .engines.base import After, Engine, Match
from .models import SearchDoc
from .query import Filters, Query
from .ranking import WINDOW, best

MOST_MEMBERS = 2_000
"""So many of what threads hold are looked at; of a longer thread fewer are said to follow than do."""
_ROUNDS = 4


class Member(NamedTuple):
    """What decides where a row stands in a list, and with what."""

    pk: int
    thread: str
    date: dt.datetime
    votes: int

    @property
    def key(self) -> str:
        return self.thread or f"#{self.pk}"

    def place(self, sort: str) -> tuple[dt.datetime | int, int]:
        return (self.votes if sort == "votes" else self.date), self.pk


def beside(numbers: Collection[int]) -> dict[int, Member]:
    """The rows of these numbers, and all that share a thread with one of them."""
    own = SearchDoc.objects.findable().filter(pk__in=numbers)
    columns = ("pk", "thread", "date", "votes")
    others = SearchDoc.objects.findable().filter(thread__in=own.exclude(thread="").values("thread"))
    members = [Member(*row) for row in others.values_list(*columns).order_by("-pk")[:MOST_MEMBERS]]
    found = {member.pk: member for member in members}
    if missing := [pk for pk in numbers if pk not in found]:
        found |= {row[0]: Member(*row) for row in own.filter(pk__in=missing).values_list(*columns)}
    return found


@dataclass(frozen=True)
class Heads:
    """The hits that stand for their threads, how many more each stands for, and where the next page begins."""

    matches: list[Match] = field(default_factory=list)
    more: dict[int, int] = field(default_factory=dict)
    last: Match | None = None
    passed: int = 0


def heads(matches: Sequence[Match]) -> Heads:
    """Of a list that is all there is."""
    members = beside([match.pk for match in matches])
    firsts: dict[str, Match] = {}
    sizes: Counter[str] = Counter()
    for match in matches:
        if member := members.get(match.pk):
            firsts.setdefault(member.key, match)
            sizes[member.key] += 1
    return Heads(list(firsts.values()), {match.pk: sizes[key] - 1 for key, match in firsts.items()})


@dataclass(frozen=True)
class Walk:
    """Goes along one ordered list of an engine and gathers the heads of threads, from any place on."""

    engine: Engine
    query: Query
    filters: Filters
    sort: str
    first: int | None = None
    """The row that stands before the list already."""
    seen: Sequence[Match] | None = None
    """The best hits, where they are known."""

    def heads(self, room: int, *, offset: int, after: After | None) -> Heads:
        """So many heads; more matches are read where many of them share threads."""
        width = 2 * room + 1
        for _ in range(_ROUNDS):
            matches = self._read(width, offset, after)
            # By relevance what came before is ranked again anyway, and tells which threads have begun already.
            known = offset if self.sort == "relevance" else 0
            found = self._gathered(matches, known, room)
            if found.last is not None or len(matches) < known + width:
                return found
            width *= 4
        # One thread holds thousands of hits in a row: the next page goes on behind them.
        return replace(found, last=matches[-1], passed=len(matches))

    def _read(self, width: int, offset: int, after: After | None) -> list[Match]:
        if self.sort == "relevance":
            return best(self.engine, self.query, self.filters, width + offset, not_pk=self.first, seen=self.seen)
        return self.engine.match(self.query, self.filters, sort=self.sort, limit=width, after=after, not_pk=self.first)

    def _gathered(self, matches: Sequence[Match], known: int, room: int) -> Heads:
        members = beside([match.pk for match in matches] + ([self.first] if self.first else []))
        found = self._found(members, {match.pk for match in matches})
        begun = {member.key for member in members.values() if member.pk == self.first}
        heads: list[Match] = []
        threads: list[str] = []
        last: Match | None = None
        passed = known
        for number, match in enumerate(matches):
            member = members.get(match.pk)
            if member is None or member.key in begun or self._comes_later(member, found):
                begun |= {member.key} if member else set()
                passed = max(passed, number + 1)
                continue
            begun.add(member.key)
            if number < known:
                continue
            if len(heads) == room:
                # One more than there is room for: there is a next page, and it begins behind the last that was passed.
                last = matches[passed - 1] if passed else None
                break
            heads.append(match)
            threads.append(member.key)
            passed = number + 1
        sizes = Counter(member.key for member in found)
        more = {match.pk: sizes[key] - 1 for match, key in zip(heads, threads, strict=True)}
        if self.first in members:
            more[members[self.first].pk] = sizes[members[self.first].key]
        return Heads(heads, more, last, passed)

    def _found(self, members: dict[int, Member], known: set[int]) -> list[Member]:
        """Those of the members that are hits."""
        hits = (known | {match.pk for match in self.seen or ()}) - {self.first}
        asked = [pk for pk in members if pk not in hits and pk != self.first]
        if asked and not self._saw_all:
            # To look a few rows up the database needs no server beside it.
            hits |= database().among(self.query, self.filters, asked)
        return [member for member in members.values() if member.pk in hits]

    @property
    def _saw_all(self) -> bool:
        """Whether the best hits are all there are."""
        return self.seen is not None and len(self.seen) < WINDOW

    def _comes_later(self, member: Member, found: Iterable[Member]) -> bool:
        """Whether another of its thread stands on a page before."""
        if self.sort == "relevance":
            return False
        place = member.place(self.sort)
        return any(other.key == member.key and other.place(self.sort) > place for other in found)
