"""How much of some words stands in another text, whatever the spacing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from . import korean

Word = tuple[str, bool]
"""A run of letters, and whether it is read in pairs."""


def pieces(words: Iterable[Word]) -> list[str]:
    """The terms of the words, each once."""
    return list(dict.fromkeys(term for run, _ in words for term in korean.terms(run)))


def covered(words: Sequence[Word], terms: AbstractSet[str]) -> float:
    """The share of the words' letters that the terms of a text cover; a word not read in pairs counts as two."""
    total = hit = 0.0
    for run, paired in words:
        size = len(run) if paired else 2
        total += size
        if not paired or len(run) == 1:
            hit += size if any(term in terms for term in korean.terms(run)) else 0
        else:
            hit += sum(letters(run, terms))
    return hit / total if total else 0.0


def letters(run: str, terms: AbstractSet[str]) -> list[bool]:
    """For each letter of a run that is read in pairs, whether one of its pairs is among the terms."""
    pairs = [run[i : i + 2] in terms for i in range(len(run) - 1)]
    return [left or right for left, right in zip([False, *pairs], [*pairs, False], strict=True)]
