"""The search page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from participation.limits import key_of, limit

from .engines.base import SORTS
from .facets import Facet
from .finding import Page, find
from .forms import SearchForm
from .query import Filters

PER_PAGE = 20
_OF_THE_FORM = ("q", "from", "to")


def _address(params: QueryDict, **changes: str | None) -> str:
    """The address of the same search with something changed; it begins at the first page unless a cursor is given."""
    changed = params.copy()
    changed.pop("cursor", None)
    for name, value in changes.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = value
    return f"?{changed.urlencode()}"


def _values(params: QueryDict) -> dict[str, Any]:
    return {name: params.getlist(name) if name not in ("author", "from", "to") else params[name] for name in params}


def _sorts(params: QueryDict, chosen: str) -> list[dict[str, Any]]:
    labels = {"relevance": _("Best match"), "date": _("Newest"), "votes": _("Most supported")}
    return [
        {"label": labels[sort], "url": _address(params, sort=sort), "current": sort == chosen, "count": None}
        for sort in SORTS
    ]


def _kinds(params: QueryDict, facets: list[Facet]) -> Iterator[dict[str, Any]]:
    chosen = any(facet.chosen for facet in facets) or "kind" in params
    everything = sum(facet.count for facet in facets)
    yield {"label": _("Everything"), "url": _address(params, kind=None), "count": everything, "current": not chosen}
    for facet in facets:
        yield {
            "label": capfirst(facet.label),
            "url": _address(params, kind=facet.value),
            "count": facet.count,
            "current": facet.chosen,
        }


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What was found, with its words marked. Nothing that can be typed is an error page."""
    limit("search", key_of(request))
    params = request.GET
    form = SearchForm({name: params.get(name, "") for name in _OF_THE_FORM})
    form.is_valid()
    words = form.cleaned_data.get("q", "")
    filters = Filters.from_params(_values(params))
    sort = params.get("sort", "")
    sort = sort if sort in SORTS else SORTS[0]
    page: Page | None = None
    if words.strip() or filters:
        page = find(words, filters=filters, sort=sort, limit=PER_PAGE, cursor=params.get("cursor", ""))
    return render(
        request,
        "search/results.html",
        {
            "form": form,
            "words": words.strip(),
            "kept": [
                (name, value)
                for name in params
                if name not in (*_OF_THE_FORM, "cursor")
                for value in params.getlist(name)
            ],
            "page": page,
            "whole": [hit for hit in page.hits if not hit.near] if page else [],
            "near": [hit for hit in page.hits if hit.near] if page else [],
            "sorts": _sorts(params, sort),
            "groups": [{"name": _("Kind"), "items": list(_kinds(params, page.facets["kind"]))}] if page else [],
            "chosen": sum(name in params for name in ("kind", "topic", "place", "status", "stage", "board", "author")),
            "dates_open": bool(params.get("from") or params.get("to")),
            "clear_url": _address(QueryDict(mutable=True), q=words or None, sort=sort if sort != SORTS[0] else None),
            "next_url": _address(params, cursor=page.next) if page and page.next else "",
            "first_url": _address(params) if params.get("cursor") else "",
        },
    )
