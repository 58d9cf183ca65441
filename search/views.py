"""The search page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from participation.limits import key_of, limit

from .conditions import conditions
from .engines.base import SORTS
from .facets import NAMES, Facet
from .finding import Hit, Page, find
from .forms import SearchForm
from .offers import offers
from .query import Filters
from .suggestions import suggestions
from .trying import tries

PER_PAGE = 20
_OF_THE_FORM = ("q", "exact", "from", "to")
_PARAMETERS = {
    **{name: (name,) for name in ("kind", "topic", "place", "department", "status", "stage")},
    "year": ("from", "to"),
}
NARROWING = ("kind", "topic", "place", "department", "status", "stage", "board", "author", "thread", "exact")


def address(params: QueryDict, **changes: str | None) -> str:
    """The address of the same search with something changed; it begins at the first page unless a cursor is given."""
    changed = params.copy()
    changed.pop("cursor", None)
    for name, value in changes.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = value
    return f"?{changed.urlencode()}"


def filters_of(params: QueryDict) -> Filters:
    """The filters out of an address."""
    single = ("author", "exact", "from", "to")
    return Filters.from_params({name: params[name] if name in single else params.getlist(name) for name in params})


def _sorts(params: QueryDict, chosen: str) -> list[dict[str, Any]]:
    labels = {"relevance": _("Best match"), "date": _("Newest"), "votes": _("Most supported")}
    return [
        {"label": labels[sort], "url": address(params, sort=sort), "current": sort == chosen, "count": None}
        for sort in SORTS
    ]


def _choices(name: str, params: QueryDict, facets: list[Facet]) -> Iterator[dict[str, Any]]:
    """All, then each value; choosing one again takes it away. The address alone says what is chosen."""
    chosen = any(facet.chosen for facet in facets) or name in params
    none = dict.fromkeys(_PARAMETERS[name])
    yield {"label": _("All"), "url": address(params, **none), "count": None, "current": not chosen}
    for facet in facets:
        days = {"from": f"{facet.value}-01-01", "to": f"{facet.value}-12-31"} if name == "year" else {name: facet.value}
        yield {
            "label": capfirst(facet.label),
            "url": address(params, **(none if facet.chosen else days)),
            "count": facet.count,
            "current": facet.chosen,
        }


def groups(params: QueryDict, page: Page) -> list[dict[str, Any]]:
    """What the list can be narrowed by; a facet of one value narrows nothing."""
    return [
        {"name": label, "items": list(_choices(name, params, page.facets[name]))}
        for name, label in NAMES.items()
        if len(page.facets[name]) > 1 or any(parameter in params for parameter in _PARAMETERS[name])
    ]


def _tries(params: QueryDict, page: Page, words: str, filters: Filters) -> list[dict[str, Any]]:
    """What to try where nothing was found."""
    if page.count or params.get("cursor"):
        return []
    found = tries(words, filters, (*NARROWING, "from", "to"))
    return [
        {"label": each.label, "url": address(params, q=each.words, **each.changes), "count": each.count}
        for each in found
    ]


def _more(params: QueryDict, hit: Hit) -> str:
    """The address of all hits in the thread of one, where there are more."""
    return address(params, thread=hit.thread) if hit.more else ""


def _feed(params: QueryDict) -> str:
    """The address at which a reader of feeds finds the same list, the newest first."""
    asked = params.copy()
    for name in ("cursor", "sort"):
        asked.pop(name, None)
    asked["lang"] = get_language() or ""
    return f"{reverse('feeds:search')}?{asked.urlencode()}"


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """What somebody may mean who has not typed to the end: a piece of HTML, empty where nothing comes to mind."""
    limit("search", key_of(request))
    offered = suggestions(request.GET.get("q", ""))
    return render(request, "search/suggestions.html", {"offered": offered}) if offered else HttpResponse()


def listed(params: QueryDict) -> dict[str, Any]:
    """Everything that a list of hits shows, by the parameters of its address."""
    filters = filters_of(params)
    form = SearchForm.of(params, filters)
    words = form.cleaned_data.get("q", "")
    sort = params.get("sort", "")
    sort = sort if sort in SORTS else SORTS[0]
    page: Page | None = None
    if words.strip() or filters:
        page = find(words, filters=filters, sort=sort, limit=PER_PAGE, cursor=params.get("cursor", ""), grouped=True)
    return {
        "form": form,
        "words": words.strip(),
        "kept": [
            (name, value) for name in params if name not in (*_OF_THE_FORM, "cursor") for value in params.getlist(name)
        ],
        "page": page,
        "conditions": conditions(filters),
        "whole": [(hit, _more(params, hit)) for hit in page.hits if not hit.near] if page else [],
        "near": [(hit, _more(params, hit)) for hit in page.hits if hit.near] if page else [],
        "thread_url": address(params, thread=None) if "thread" in params else "",
        "tries": _tries(params, page, words.strip(), filters) if page else [],
        "sorts": _sorts(params, sort),
        "groups": groups(params, page) if page else [],
        "feed_url": _feed(params) if page else "",
        "offers": offers(params) if page else [],
        "chosen": sum(name in params for name in NARROWING),
        "dates_open": bool(params.get("from") or params.get("to") or filters.exact),
        "clear_url": address(QueryDict(mutable=True), q=words or None, sort=sort if sort != SORTS[0] else None),
        "next_url": address(params, cursor=page.next) if page and page.next else "",
        "suggestion_url": address(params, q=page.suggestion) if page and page.suggestion else "",
        "first_url": address(params) if params.get("cursor") else "",
    }


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What was found, with its words marked. Nothing that can be typed is an error page."""
    limit("search", key_of(request))
    return render(request, "search/results.html", listed(request.GET))
