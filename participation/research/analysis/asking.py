"""The set of documents that an address asks about, and what can be said of it in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from search import registry
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
        return cls(words.strip()[:LONGEST_QUERY], *read(words, filters))

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

    def conditions(self) -> list[str]:
        """The filters in words."""
        chosen = self.filters
        names = {
            "kind": (_("Kind"), chosen.kinds),
            "topic": (_("Topic"), chosen.topics),
            "place": (_("Place"), chosen.places),
            "department": (_("Department"), chosen.departments),
            "status": (_("State"), chosen.statuses),
            "stage": (_("Stage"), chosen.stages),
        }
        said = [f"{label}: {', '.join(_names(facet, values))}" for facet, (label, values) in names.items() if values]
        if chosen.exact:
            said.append(_("whole words only"))
        if chosen.sources:
            said.append(f"{_('Board')}: {', '.join(chosen.sources)}")
        if chosen.author:
            said.append(f"{pgettext('research', 'Author')}: {chosen.author}")
        for day, sentence in ((chosen.date_from, _("from %(day)s")), (chosen.date_to, _("until %(day)s"))):
            if day:
                said.append(sentence % {"day": date_format(day, "DATE_FORMAT")})
        return said


def _names(facet: str, values: tuple[Any, ...]) -> list[str]:
    labels = registry.labels(facet, values)
    return [str(capfirst(labels.get(value, str(value)))) for value in values]
