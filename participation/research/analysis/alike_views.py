"""More like the checked results: the page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from participation.limits import key_of, limit

from ..tabs import tabs
from .alike import alike, named


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What is like the results that were checked, and why."""
    limit("research", key_of(request))
    refs = named(request.GET.getlist("like"))
    context = {"found": alike(refs), "asked": bool(refs), "desk_tabs": tabs("research:documents", request.GET)}
    return render(request, "research/alike.html", context)
