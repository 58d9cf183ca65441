"""The question that stands in a page's address: what is offered about it, and what a form is asked about."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.functional import Promise

from participation.errors import Invalid
from participation.limits import key_of, limit
from search import offers
from search.offers import Offer

from .results import Asked, count, read


def offer(name: str, view: str, label: Promise) -> None:
    """Lead from a search to a form that is asked about it, where it asks anything."""

    def offered(params: QueryDict) -> Offer | None:
        try:
            return Offer(str(label), f"{reverse(view)}?{read(params).address}")
        except Invalid:
            return None

    offers.register(name, offered)


def about_question(view: Callable[[HttpRequest, Asked], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """For somebody signed in. The question stays in the address, so that it is still there after signing in."""

    @login_required
    @wraps(view)
    def asked_view(request: HttpRequest) -> HttpResponse:
        limit("search", key_of(request))
        try:
            asked = read(request.GET)
        except Invalid as problem:
            messages.info(request, str(problem.errors.get("q", problem)))
            return HttpResponseRedirect(reverse("search:results"))
        return view(request, asked)

    return asked_view


def asked_context(asked: Asked) -> dict[str, Any]:
    """What a form about a question shows of it."""
    return {"asked": asked, "count": count(asked), "cancel_url": asked.url()}
