"""Marks in a text what it was found by; everything but <mark> is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString

from . import korean
from .query import Term

SNIPPET_LENGTH = 160
_LEAD = 40
_SLICE = 4_000
_OVERLAP = 200
_BETWEEN = r"[\W_]*"
_SPACE = re.compile(r"\s+")

Spans = list[tuple[int, int]]


class Marker:
    """Finds the words of one query in many texts."""

    def __init__(self, terms: Iterable[Term]) -> None:
        terms = list(terms)
        whole = {_spelling(chunks) for term in terms for chunks in (term.chunks, term.stem_chunks) if chunks}
        parts = {_piece(piece) for term in terms for sequence in term.sequences for piece in sequence.terms}
        # The longest first: 심야버스 is marked whole where it stands, not as 심야.
        # Pieces overlap as pairs of syllables do, so each is looked for at every letter.
        self._patterns = [_any(whole), _any(parts, r"(?=({}))")]

    def spans(self, text: str) -> Spans:
        """Where the text holds the words; where it holds none, the pieces that a near hit was found by."""
        folded, offsets = korean.fold_with_offsets(text)
        for pattern in self._patterns:
            found = [match.span(1) for match in pattern.finditer(folded)] if pattern else []
            if found:
                return _merged((offsets[start], _end(offsets, end)) for start, end in found)
        return []

    def mark(self, text: str) -> SafeString:
        """The whole text, marked."""
        return _marked(text, self.spans(text), 0, len(text))

    def snippet(self, text: str, length: int = SNIPPET_LENGTH) -> SafeString:
        """A piece of the text around its first hit, marked; its beginning where there is none."""
        for start in range(0, len(text), _SLICE):
            begin = max(0, start - _OVERLAP)
            piece = text[begin : start + _SLICE]
            if spans := self.spans(piece):
                return _excerpt(text, [(begin + first, begin + last) for first, last in spans], length)
        return _excerpt(text, [], length)


def _piece(term: str) -> str:
    if korean.is_syllable(term):
        return rf"(?<!{korean.PAIRED_LETTER}){re.escape(term)}"
    return _chunk(term, korean.is_paired(term))


def _chunk(run: str, paired: bool) -> str:
    if paired:
        return re.escape(run)
    return rf"(?<!{korean.OTHER_LETTER}){re.escape(run)}(?!{korean.OTHER_LETTER})"


def _spelling(chunks: Sequence[tuple[str, bool]]) -> str:
    if len(chunks) == 1 and chunks[0][1]:
        return _piece(chunks[0][0])
    return _BETWEEN.join(_chunk(run, paired) for run, paired in chunks)


def _any(patterns: Iterable[str], around: str = "({})") -> re.Pattern[str] | None:
    found = sorted(patterns, key=lambda pattern: (-len(pattern), pattern))
    return re.compile(around.format("|".join(found))) if found else None


def _end(offsets: Sequence[int], end: int) -> int:
    """Where the last letter of a folded span ends in the original: one letter may have become several."""
    last = offsets[end - 1]
    return next((offset for offset in offsets[end:] if offset > last), offsets[-1])


def _merged(spans: Iterable[tuple[int, int]]) -> Spans:
    merged: Spans = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _marked(text: str, spans: Spans, begin: int, end: int) -> SafeString:
    pieces: list[str] = []
    at = begin
    for span_start, span_end in spans:
        first, last = max(span_start, begin), min(span_end, end)
        if first < last:
            pieces += [escape(text[at:first]), "<mark>", escape(text[first:last]), "</mark>"]
            at = last
    pieces.append(escape(text[at:end]))
    # Every piece is escaped above.
    return SafeString("".join(pieces))


def _excerpt(text: str, spans: Spans, length: int) -> SafeString:
    begin = max(0, spans[0][0] - _LEAD) if spans else 0
    if begin and (space := _SPACE.search(text, begin, spans[0][0])):
        begin = space.end()
    end = min(len(text), max(begin + length, spans[0][1] if spans else 0))
    if end < len(text) and (space_at := text.rfind(" ", begin + length // 2, end)) > 0:
        end = max(space_at, spans[0][1]) if spans else space_at
    html = _SPACE.sub(" ", _marked(text, spans, begin, end)).strip()
    return SafeString(f"{'… ' if begin else ''}{html}{' …' if end < len(text) else ''}")
