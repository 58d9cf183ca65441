"""The filters of a list in words: for paper, and for whatever is taken away of it."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from . import registry
from .facets import NAMES
from .filters import Filters


def conditions(filters: Filters) -> list[str]:
    """What everything in the list is, beside holding the words."""
    chosen = {
        "kind": filters.kinds,
        "topic": filters.topics,
        "place": filters.places,
        "department": filters.departments,
        "status": filters.statuses,
        "stage": filters.stages,
    }
    said = [f"{NAMES[facet]}: {', '.join(_names(facet, values))}" for facet, values in chosen.items() if values]
    if filters.exact:
        said.append(_("whole words only"))
    if filters.sources:
        said.append(_("Board: %(names)s") % {"names": ", ".join(filters.sources)})
    if filters.author:
        said.append(_("Author: %(name)s") % {"name": filters.author})
    for day, sentence in ((filters.date_from, _("from %(day)s")), (filters.date_to, _("until %(day)s"))):
        if day:
            said.append(sentence % {"day": date_format(day, "DATE_FORMAT")})
    return said


def _names(facet: str, values: tuple[Any, ...]) -> list[str]:
    labels = registry.labels(facet, values)
    return [str(capfirst(labels.get(value, str(value)))) for value in values]
