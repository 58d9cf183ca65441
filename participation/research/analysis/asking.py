"""The set of documents that an address asks about."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import QueryDict

from search import korean
from search.query import LONGEST_QUERY, Filters, Query, read
from search.views import filters_of


@dataclass(frozen=True)
class Question:
    """Words and filters; operators in the words are filters as well."""

    words: str
    query: Query
    filters: Filters

    @classmethod
    def of(cls, words: str, filters: Filters) -> Question:
        return cls(korean.storable(words).strip()[:LONGEST_QUERY], *read(words, filters))

    @classmethod
    def read(cls, params: QueryDict, name: str = "q") -> Question:
        """Out of an address. Nothing that can be typed raises."""
        return cls.of(params.get(name, ""), filters_of(params))

    @property
    def asks_nothing(self) -> bool:
        return not self.words and not self.filters

    @property
    def is_noise(self) -> bool:
        """Whether something was typed in which no word is: nothing answers that."""
        return self.query.is_noise

    @property
    def has_words(self) -> bool:
        return not self.query.asks_nothing

    def without_words(self) -> Question:
        """Everything under the same filters."""
        return replace(self, words="", query=Query())
