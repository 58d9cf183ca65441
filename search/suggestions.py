"""What is offered while somebody types: the thing of a code, topics, words by their initial consonants, titles."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from . import korean, registry
from .addresses import in_reader_language
from .engines import asked
from .finding import hits
from .models import SearchDoc, codes_meant
from .query import Filters, Query, parse
from .vocabulary import beginning_with, is_initials

MOST = 8
_MOST_OF_A_KIND = 5
_SHORTEST_CODE = 4


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
    codes = codes_meant(typed)
    if not codes or len(codes[0]) < _SHORTEST_CODE or not any(letter.isdigit() for letter in codes[0]):
        return []
    begun = Q()
    for code in codes:
        begun |= Q(code__startswith=code)
    rows = SearchDoc.objects.findable().filter(begun).order_by("code")[:3]
    return [Suggestion(row.title, row.code, in_reader_language(row.url)) for row in rows]


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
