"""What to try where nothing was found: the same a little wider, as far as that finds something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from .finding import find
from .query import Filters, parse


@dataclass(frozen=True)
class Try:
    """A wider search. `changes` are what its address says otherwise, None where that is left out."""

    label: str
    words: str
    changes: dict[str, str | None]
    count: int = 0


def tries(words: str, filters: Filters, narrowed_by: tuple[str, ...]) -> list[Try]:
    """Those that find something; `narrowed_by` are the parameters that filter."""
    found = []
    for wider in _wider(words, filters, narrowed_by):
        kept = Filters() if wider.changes else filters
        if "exact" in wider.changes and len(wider.changes) == 1:
            kept = replace(filters, exact=False)
        if count := find(wider.words, filters=kept, limit=1).count:
            found.append(replace(wider, count=count))
    return found


def _wider(words: str, filters: Filters, narrowed_by: tuple[str, ...]) -> Iterator[Try]:
    query = parse(words)
    if filters.exact:
        yield Try(_("As a part of longer words too"), words, {"exact": None})
    bare = words.replace('"', " ").strip()
    if bare != words and not parse(bare).asks_nothing:
        yield Try(_("Without the quotes"), bare, {})
    if filters and words:
        yield Try(_("Without the filters"), words, dict.fromkeys(narrowed_by))
    if len(query.groups) > 1 and not query.is_exact:
        any_word = " OR ".join(term.text for term in query.terms)
        yield Try(_("Any of these words"), any_word, {})
