"""Ranks the best hits of an engine once more, by their titles: alike on every engine, since all read the same terms."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from . import korean
from .engines.base import TITLE_WEIGHT, Engine, Match
from .models import SearchDoc
from .query import Filters, Query, Term

WINDOW = 50
"""So many are ranked again. Measured with 1,000 known titles and 1,000 known texts among 9,700: reciprocal rank 0.988
against 0.961 as SQLite ranks them, of words glued together 0.987 against 0.938, of texts 1.000 as before."""
_TITLED, _HELD = 3.0, 1.5
"""What it is worth that a title holds every word, and that a text holds both parts of words glued together."""
_WHOLE = 0.5
_WHOLE_IN_TEXT = 0.1
"""What it is worth that the words of a query stand in a text by themselves. It weighs where texts are about as good:
measured with 600 texts asked for by three of their common words, reciprocal rank 0.976, without it 0.973."""
_READ = 20
"""Of an engine that ranks texts so many are read, and ranked alike on every engine: measured with 400 texts asked for
by three of their words, a server that ranks title and text each by itself has 0.999, and 1.000 once they are read."""
_SCORE = 0.2
_FEWEST_LETTERS = 2
_SATURATION, _LENGTH_TELLS, _USUAL_SIZE = 1.2, 0.75, 400

Terms = Sequence[str]


@dataclass(frozen=True)
class Words:
    """The terms of one text, as the engines index them."""

    shadow: str

    @cached_property
    def pairs(self) -> list[str]:
        return [term for term in self.shadow.split() if not self._is_whole(term)]

    @cached_property
    def whole(self) -> frozenset[str]:
        return frozenset(self.shadow.split())

    @property
    def size(self) -> int:
        """About how many terms there are."""
        return self.shadow.count(" ") + 1

    @cached_property
    def _line(self) -> str:
        return f" {self.shadow} "

    @staticmethod
    def _is_whole(term: str) -> bool:
        return term.startswith(korean.WHOLE) and korean.is_paired(term[len(korean.WHOLE) :])

    def count(self, terms: Terms, *, is_prefix: bool = False) -> int:
        """How often the terms stand side by side."""
        return self._line.count(f" {' '.join(terms)}{'' if is_prefix else ' '}")

    def hold(self, terms: Terms, *, is_prefix: bool = False) -> bool:
        """Whether the terms stand side by side."""
        return f" {' '.join(terms)}{'' if is_prefix else ' '}" in self._line


def _holds(words: Words, term: Term) -> bool:
    return any(words.hold(sequence.terms, is_prefix=sequence.is_prefix) for sequence in term.sequences)


def _stands_whole(words: Words, term: Term) -> bool:
    return all((korean.whole_word(run) if paired else run) in words.whole for run, paired in term.stem_chunks)


def _size(term: Term) -> int:
    return sum(len(sequence.terms) for sequence in term.sequences[:1])


def _titled(title: Words, groups: Iterable[Sequence[Term]]) -> float:
    """How well a title answers: nothing where it lacks a word, more where words stand by themselves and fill it."""
    held = []
    for group in groups:
        found = [term for term in group if _holds(title, term)]
        if not found:
            return 0.0
        held.append(max(found, key=lambda term: (_stands_whole(title, term), _size(term))))
    if not held:
        return 0.0
    whole = sum(_stands_whole(title, term) for term in held) / len(held)
    return _TITLED + _WHOLE * whole + sum(map(_size, held)) / max(1, len(title.pairs))


def again(engine: Engine, matches: Sequence[Match], query: Query) -> list[Match]:
    """Those whose title holds every word come first, then the others by how much their texts are about the words."""
    if len(matches) < 2 or not query.groups:
        return list(matches)
    numbers = [each.pk for each in matches]
    titles = dict(SearchDoc.objects.filter(pk__in=numbers).values_list("pk", "title_terms"))
    titled = [_titled(Words(titles.get(pk, "")), query.groups) for pk in numbers]
    points = [points + _of_engine(each, matches[0]) for each, points in zip(matches, titled, strict=True)]
    # Reading many whole texts takes longer than their order is worth.
    if len(matches) < WINDOW:
        others = [pk for pk, points in zip(numbers, titled, strict=True) if not points]
        if engine.ranks_texts:
            others = others[:_READ]
        texts = dict(SearchDoc.objects.filter(pk__in=others).values_list("pk", "body_terms"))
        for place, pk in enumerate(numbers):
            if pk not in texts or pk not in titles:
                continue
            points[place] = _told(Words(titles[pk]), Words(texts[pk]), query.groups)
            points[place] += _WHOLE_IN_TEXT * _whole_share(Words(f"{titles[pk]} {texts[pk]}"), query.groups)
    ranked = sorted(zip(points, matches, strict=True), key=lambda pair: -pair[0])
    return [replace(match, score=round(point, 6)) for point, match in ranked]


def _whole_share(words: Words, groups: Sequence[Sequence[Term]]) -> float:
    """Of how many of the words one stands by itself."""
    return sum(any(_stands_whole(words, term) for term in group) for group in groups) / len(groups)


def _told(title: Words, text: Words, groups: Sequence[Sequence[Term]]) -> float:
    """How much a text is about the words, from 0 to 2.2: BM25 without rarity, which all share who hold all words."""
    size = 1 - _LENGTH_TELLS + _LENGTH_TELLS * text.size / _USUAL_SIZE
    told = 0.0
    for group in groups:
        times = max(_times(title, term) * TITLE_WEIGHT + _times(text, term) for term in group)
        told += times * (_SATURATION + 1) / (times + _SATURATION * size)
    return told / len(groups)


def _times(words: Words, term: Term) -> int:
    return max((words.count(each.terms, is_prefix=each.is_prefix) for each in term.sequences), default=0)


def _of_engine(match: Match, best: Match) -> float:
    if match.score <= 0 or best.score <= 0:
        return 0.0
    return _SCORE * math.log(match.score / best.score)


def best(
    engine: Engine,
    query: Query,
    filters: Filters,
    limit: int,
    *,
    not_pk: int | None = None,
    seen: Sequence[Match] | None = None,
) -> list[Match]:
    """The first of a list by relevance, from its beginning. `seen` are those in the window where they are known."""
    if seen is not None and (limit < WINDOW or len(seen) < WINDOW):
        matches = [match for match in seen if match.pk != not_pk]
    else:
        matches = engine.match(query, filters, sort="relevance", limit=max(limit, WINDOW), not_pk=not_pk)
    return [*again(engine, matches[:WINDOW], query), *matches[WINDOW:]][:limit]


def _parted(query: Query) -> Iterator[tuple[Term, Term]]:
    """The two words that somebody may have glued together, at every place where they may be."""
    if len(query.terms) != 1:
        return
    (chunk, *more) = query.terms[0].stem_chunks
    run, paired = chunk
    if more or not paired:
        return
    for at in range(_FEWEST_LETTERS, len(run) - _FEWEST_LETTERS + 1):
        yield Term(run[:at]), Term(run[at:])


def glued(query: Query) -> list[tuple[tuple[Term, ...], ...]]:
    """The query read as two words, in every way there is."""
    return [tuple((Term(korean.stem(each.text)),) for each in parts) for parts in _parted(query)]


def near(title: Words, text: Words, readings: Sequence[tuple[tuple[Term, ...], ...]]) -> float:
    """How well title and text hold some reading of words glued together; nothing where they hold none."""
    points = 0.0
    for groups in readings:
        if value := _titled(title, groups):
            points = max(points, value)
        elif all(any(_holds(title, term) or _holds(text, term) for term in group) for group in groups):
            points = max(points, _HELD)
    return points
