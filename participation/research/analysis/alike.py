"""More like these: what shares the telling words of some checked results, and which words those are."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q
from django.db.models.functions import Substr

from search import korean
from search.engines import asked
from search.engines.base import Engine, Match
from search.finding import Hit, hits
from search.models import SearchDoc
from search.overlap import pieces
from search.query import Filters, Query, parse
from search.telling import words_of

from .words import READ_OF_A_TEXT

MOST_SEEDS = 20
MOST_ALIKE = 20
_LOOKED_AT = 120
_WEIGHED = 60
_ASKED_FOR = 12
_COMMON = 5_000
_SMALLEST_CORPUS = 1_000
LEAST_SHARED = 2
"""One shared word is chance."""


@dataclass(frozen=True)
class Alike:
    """A document, and the words that it shares with the checked ones, the most telling first."""

    hit: Hit
    words: Sequence[str]
    share: float


@dataclass(frozen=True)
class AlikeThese:
    """What the page and the API tell."""

    seeds: Sequence[Hit]
    words: Sequence[str]
    found: Sequence[Alike]
    engine: str = ""
    is_away: bool = False


def named(refs: Iterable[str]) -> list[tuple[str, int]]:
    """Kinds and numbers out of an address, each once; what is none is passed over."""
    found: dict[tuple[str, int], None] = {}
    for ref in refs:
        kind, _colon, number = ref.strip().partition(":")
        if kind and number.isascii() and number.isdecimal() and len(number) < 19:
            found[kind[:40], int(number)] = None
    return list(found)[:MOST_SEEDS]


def alike(refs: Sequence[tuple[str, int]]) -> AlikeThese:
    """A few questions, however many were checked. Nothing hidden is read, as a seed or as a hit."""
    seeds = _seeds(refs)
    if not seeds:
        return AlikeThese([], [], [])
    found, away = asked(lambda on: _near(on, seeds))
    return replace(found, is_away=away)


def _seeds(refs: Sequence[tuple[str, int]]) -> list[SearchDoc]:
    which = Q(pk__in=[])
    for kind, number in refs:
        which |= Q(kind=kind, object_id=number)
    rows = SearchDoc.objects.findable().filter(which).annotate(beginning=Substr("body", 1, READ_OF_A_TEXT))
    return list(rows.defer("body", "title_terms", "body_terms").order_by("pk"))


def _near(on: Engine, seeds: Sequence[SearchDoc]) -> AlikeThese:
    weights = _weighed(on, seeds)
    shown = hits([Match(row.pk, 0.0) for row in seeds], Query())
    asked_for = list(weights)[:_ASKED_FOR]
    terms = {piece: weights[word] for word in reversed(asked_for) for piece in pieces([_word(word)])}
    matches = on.match_any(terms, Query(), Filters(), limit=_LOOKED_AT + len(seeds))
    own = {row.pk for row in seeds}
    texts = (
        SearchDoc.objects.findable()
        .filter(pk__in=[match.pk for match in matches if match.pk not in own])
        .annotate(beginning=Substr("body", 1, READ_OF_A_TEXT))
        .values_list("pk", "title", "beginning")
    )
    whole = sum(weights.values())
    scored = []
    for pk, title, beginning in texts:
        text = korean.fold(f"{title}\n{beginning}")
        shared = [word for word in weights if word in text]
        if len(shared) >= LEAST_SHARED:
            scored.append((sum(weights[word] for word in shared) / whole, pk, shared))
    scored.sort(key=lambda each: (-each[0], -each[1]))
    best = {pk: (share, shared) for share, pk, shared in scored[:MOST_ALIKE]}
    marked = parse(" OR ".join(list(weights)[:_ASKED_FOR]))
    order = [Match(pk, share) for pk, (share, _shared) in best.items()]
    # Hits come in the order of the matches, without those that went meanwhile.
    names = SearchDoc.objects.filter(pk__in=best).values_list("kind", "object_id", "pk")
    numbers = {(kind, number): pk for kind, number, pk in names}
    found = []
    for hit in hits(order, marked):
        share, words = best[numbers[hit.kind, hit.object_id]]
        found.append(Alike(hit, words, round(100 * share, 1)))
    return AlikeThese(shown, list(weights)[:_ASKED_FOR], found, on.name)


def _word(word: str) -> tuple[str, bool]:
    return word, korean.is_paired(word)


def _weighed(on: Engine, seeds: Sequence[SearchDoc]) -> Mapping[str, float]:
    """The words of the seeds, those first that many seeds and few other documents have; a title's weigh twice."""
    titles = [row.title for row in seeds]
    told = words_of([*titles, *(f"{row.title}\n{row.beginning}" for row in seeds)])  # type: ignore[attr-defined]  # annotated
    counts: Counter[str] = Counter(word for words in told for word in words)
    words = [word for word, _count in sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:_WEIGHED]]
    size = max(SearchDoc.objects.findable().count(), _SMALLEST_CORPUS)
    known = on.frequencies(pieces([_word(word) for word in words]), cap=_COMMON)
    weights = {}
    for word in words:
        rows = min(known[piece] for piece in pieces([_word(word)]))
        if rows and rows < max(size / 4, len(seeds) + 1):
            weights[word] = counts[word] * math.log((size + 1) / rows)
    return dict(sorted(weights.items(), key=lambda each: (-each[1], each[0])))
