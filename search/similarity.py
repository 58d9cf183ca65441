"""Offers what somebody already put forward, before it is put forward again."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from django.core.cache import cache

from . import overlap
from .engines import asked
from .engines.base import Engine, Match
from .finding import Hit, hits
from .models import SearchDoc
from .query import Filters, Query
from .wording import Weighed, weighed

LEAST_ALIKE = 0.55
"""Measured with 6,800 real petitions among 100,000 texts: of titles reworded, glued or short of a word 95 to 100
of 100 are found, with half of their words 83; of another board's titles 5 of 100 find something."""

_CANDIDATES = 60
_MOST_TERMS = 12
_COMMON = 5_000
_SMALLEST_CORPUS = 1_000
"""In a small corpus every word looks frequent: rarity is measured as if there were at least so many rows."""
_SIZE_SECONDS = 60
_OFTEN = 500
_OFTEN_SECONDS = 3_600
"""To count a term that stands in very many titles is what takes long, and an hour changes little about it."""
_MOST_ROWS = 20_000
"""How many titles are looked at: of the rarest terms, as many as stand in so many together."""
_FEWEST_TERMS = 3
_UNASKED = 0.6
"""How rare the terms are that only the other title has: counting them all would cost more than it tells."""
_MOST_ASKED = 40
"""Of so many terms it is asked how rare they are, of those that tell the subject first: a title has about twenty."""


class Rarity:
    """How much each term tells among the titles of this corpus, from 0 (everywhere) to 1 (nowhere else)."""

    def __init__(self, on: Engine, terms: Iterable[str], size: int) -> None:
        self._counts = _counted(on, list(terms))
        self._size = max(size, _SMALLEST_CORPUS)

    def of(self, term: str) -> float:
        if term not in self._counts:
            return _UNASKED
        count = self._counts[term]
        return max(0.05, math.log((self._size + 1) / (count + 0.5)) / math.log(self._size + 1))

    def telling(self, terms: Iterable[str]) -> dict[str, float]:
        """The rarest of some terms that stand anywhere, by which candidates are sought."""
        known = {term: count for term in terms if (count := self._counts[term])}
        rare = {term: count for term, count in known.items() if count < _COMMON} or known
        chosen: dict[str, float] = {}
        rows = 0
        for term in sorted(rare, key=lambda term: (rare[term], term))[:_MOST_TERMS]:
            rows += rare[term]
            if rows > _MOST_ROWS and len(chosen) >= _FEWEST_TERMS:
                break
            chosen[term] = self.of(term)
        return chosen


def _counted(on: Engine, terms: Sequence[str]) -> Mapping[str, int]:
    """In how many titles each term stands, at most ``_COMMON``."""
    keys = {f"search.often:{on.name}:{term}": term for term in terms}
    often = {keys[key]: count for key, count in cache.get_many(keys).items()}
    counts = on.frequencies([term for term in terms if term not in often], cap=_COMMON, titles_only=True)
    new = {key: counts[term] for key, term in keys.items() if counts.get(term, 0) >= _OFTEN}
    if new:
        cache.set_many(new, _OFTEN_SECONDS)
    return {**counts, **often}


def _shared(words: Sequence[Weighed], terms: AbstractSet[str], rarity: Rarity) -> tuple[float, float]:
    """How much the words weigh, and how much of that the other text's terms hold."""
    total = held = 0.0
    for each in words:
        run, paired = each.word
        if not paired or len(run) == 1:
            weight = each.weight * rarity.of(run)
            total += weight
            held += weight if run in terms else 0
            continue
        lit = overlap.letters(run, terms)
        of_word = of_held = 0.0
        count = 0
        for i in range(len(run) - 1):
            pair = run[i : i + 2]
            if pair in terms:
                of_held += rarity.of(pair)
            elif lit[i] and lit[i + 1]:
                # Where two words are glued together the pair across the seam says nothing.
                continue
            of_word += rarity.of(pair)
            count += 1
        # A long word is one word still, though glued ones are as many as they hold.
        share = min(1.0, 2 / count) if count else 0.0
        total += each.weight * of_word * share
        held += each.weight * of_held * share
    return total, held


def _terms(words: Iterable[Weighed]) -> AbstractSet[str]:
    return set(overlap.pieces(each.word for each in words))


def alike(mine: Sequence[Weighed], my_terms: AbstractSet[str], theirs: Sequence[Weighed], rarity: Rarity) -> float:
    """How near two titles are, from 0 to 1: what they share of what both weigh."""
    total_theirs, held_theirs = _shared(theirs, my_terms, rarity)
    if not held_theirs:
        return 0.0
    total_mine, held_mine = _shared(mine, _terms(theirs), rarity)
    if not (total_mine and total_theirs and held_mine and held_theirs):
        return 0.0
    covered, covering = held_mine / total_mine, held_theirs / total_theirs
    return 2 * covered * covering / (covered + covering)


def similar(
    title: str,
    body: str = "",
    *,
    kinds: Iterable[str] | None = None,
    limit: int = 5,
    exclude: tuple[str, int] | None = None,
) -> list[Hit]:
    """What is near to a title that is being written, nearest first; nothing where nothing is near.

    Titles are compared, not texts: many texts end alike. The body speaks only for a title that says nothing itself.
    `exclude` is the kind and number of the thing that is being edited.
    """
    mine = weighed(title[:300])
    if sum(each.tells for each in mine) == 0 and body:
        mine = weighed(body[:300])
    if not any(each.tells for each in mine):
        return []
    return asked(lambda on: _nearest(on, mine, tuple(kinds or ()), limit, exclude))[0]


def _size() -> int:
    """About how many rows there are, kept for seconds: the newest number, since counting takes as long as the rest."""

    def newest() -> int:
        return SearchDoc.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    return int(cache.get_or_set("search.size", newest, _SIZE_SECONDS) or 0)


def _nearest(
    on: Engine, mine: Sequence[Weighed], kinds: tuple[str, ...], limit: int, exclude: tuple[str, int] | None
) -> list[Hit]:
    telling_first = sorted(mine, key=lambda each: not each.tells)
    rarity = Rarity(on, overlap.pieces(each.word for each in telling_first)[:_MOST_ASKED], _size())
    telling = rarity.telling(overlap.pieces(each.word for each in mine if each.tells)[:_MOST_ASKED])
    filters = Filters(kinds=kinds)
    found = on.match_any(telling, Query(), filters, limit=_CANDIDATES, titles_only=True)
    rows = SearchDoc.objects.only("kind", "object_id", "title").in_bulk([match.pk for match in found])
    terms = _terms(mine)
    scored = [
        Match(pk, round(alike(mine, terms, weighed(row.title), rarity), 4))
        for pk, row in rows.items()
        if (row.kind, row.object_id) != exclude
    ]
    near = sorted((match for match in scored if match.score >= LEAST_ALIKE), key=lambda match: (-match.score, match.pk))
    return hits(near[:limit], Query())
