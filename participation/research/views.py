"""The desk's first page: the hits themselves."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from participation.limits import key_of, limit
from search.offers import offers
from search.views import listed

from . import page
from .tabs import tabs


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """What was found, as the search shows it."""
    limit("search", key_of(request))
    return render(
        request,
        "research/documents.html",
        {
            **listed(request.GET),
            "offers": offers(request.GET, without=page.NAME),
            "desk_tabs": tabs(page.FIRST, request.GET),
        },
    )
