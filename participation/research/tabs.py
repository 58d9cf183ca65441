"""The parts of the desk, in the order in which they are offered.

A part asks about the set of hits that the address names, and so keeps the query from one tab to the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Tab:
    """One part: the name of its address, what it is called, and whether it takes the query along."""

    view: str
    label: str | Promise
    takes_query: bool = True


TABS = [
    Tab("research:documents", pgettext_lazy("research", "Documents")),
    Tab("research:time", _("Over time")),
    Tab("research:words", pgettext_lazy("research", "Words")),
    Tab("research:people", pgettext_lazy("research", "People")),
    Tab("research:beside", _("Side by side")),
    Tab("sets:saved", _("Saved searches"), takes_query=False),
    Tab("sets:mine", _("Cited results"), takes_query=False),
    Tab("exports:mine", _("Exports"), takes_query=False),
    Tab("open_data:page", _("Open data"), takes_query=False),
]
_OF_ONE_PAGE = ("cursor", "sort", "like")


def tabs(current: str, params: QueryDict) -> list[dict[str, Any]]:
    """The pills over every page of the desk."""
    asked = params.copy()
    for name in _OF_ONE_PAGE:
        asked.pop(name, None)
    query = f"?{asked.urlencode()}" if asked else ""
    return [
        {
            "label": tab.label,
            "url": reverse(tab.view) + (query if tab.takes_query else ""),
            "current": tab.view == current,
            "count": None,
        }
        for tab in TABS
    ]
