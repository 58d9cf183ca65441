"""What is offered while somebody types: the thing of a code, topics, words by their initial consonants, titles."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from . import korean, registry
from .addresses import in_reader_language
from .engines import asked
from .finding import hits
from .models import SearchDoc, code_key
from .query import Filters, Query, parse
from .vocabulary import beginning_with, is_initials

MOST = 8
_MOST_OF_A_KIND = 5
_SHORTEST_CODE = 4
_SOME_CODES = 20


@dataclass(frozen=True)
class Suggestion:
    """A place to go to. `label` says what it is."""

    text: str
    label: str
    url: str


def suggestions(typed: str) -> list[Suggestion]:
    """The likeliest first; nothing for less than two letters."""
    typed = korean.storable(typed)[:100].strip()
    consonants = "".join(typed.split())
    if is_initials(consonants):
        return [_of_word(word) for word in beginning_with(consonants, MOST)]
    # The syllable that is just being typed begins as a lone letter.
    typed = typed.rstrip("".join(chr(code) for code in range(0x3131, 0x318F))).strip()
    if len(typed) < 2:
        return []
    offered = [*_coded(typed), *_topics(typed), *_titles(typed)]
    return list({each.url: each for each in offered}.values())[:MOST]


def _search_url(**params: str) -> str:
    return f"{reverse('search:results')}?{urlencode(params)}"


def _of_word(word: str) -> Suggestion:
    return Suggestion(word, _("Search"), _search_url(q=word))


def _coded(typed: str) -> list[Suggestion]:
    code = code_key(typed)
    if len(code) < _SHORTEST_CODE or not any(letter.isdigit() for letter in code):
        return []
    rows = SearchDoc.objects.findable()
    # Some of them, not the first in order of all: a year alone begins the codes of very many.
    some = {row.code: row for row in (*rows.coded(typed)[:1], *rows.with_code_begun(typed)[:_SOME_CODES])}
    return [Suggestion(row.title, row.code, in_reader_language(row.url)) for _code, row in sorted(some.items())[:3]]


def _topics(typed: str) -> list[Suggestion]:
    wanted = korean.fold(typed)
    return [
        Suggestion(name, _("Topic"), _search_url(topic=str(number)))
        for number, name in registry.all_labels("topic").items()
        if wanted in korean.fold(name)
    ][:3]


def _titles(typed: str) -> list[Suggestion]:
    """Titles by what was typed; where nothing fits, without the last syllable, which may be half a one."""
    for words in (typed, typed[:-1]):
        query = parse(words)
        query = Query(query.groups, query.excluded, text=query.text)
        if not query.groups:
            continue
        found = asked(lambda on, query=query: on.match(query, Filters(), sort="relevance", limit=_MOST_OF_A_KIND))[0]  # type: ignore[misc]
        if found:
            shown = hits(found, query)
            return [Suggestion(hit.title, hit.kind_label, hit.url) for hit in shown if hit.title]
    return []
