"""The list of results and the page of each."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from participation.accounts.models import Department
from participation.consultations.models import ConsultationPage, Place, Topic
from participation.errors import Invalid

from .listing import Wanted, narrowed, result_page
from .models import Result
from .showing import cards, in_words, result_context


@require_safe
def result_list(request: HttpRequest) -> HttpResponse:
    """What the office does about ideas, with the filters that the address holds."""
    try:
        wanted = Wanted.read(request.GET)
        page = result_page(wanted, cursor=request.GET.get("cursor", ""))
    except Invalid as error:
        return bad_address(request, error, reverse("results:list"))
    context = {
        "section": "answers",
        "wanted": wanted,
        "heading": in_words(narrowed(wanted).count()),
        "cards": cards(page.results),
        "states": _states(wanted),
        "facets": _facets(wanted),
        "clear_url": reverse("results:list"),
        "consultation": ConsultationPage.objects.heading(wanted.consultation),
        "next_url": address(wanted, cursor=page.next) if page.next else "",
        "first_url": address(wanted) if request.GET.get("cursor") else "",
        "feed_url": f"{reverse('feeds:results')}?{urlencode(wanted.as_query() | {'lang': get_language() or ''})}",
    }
    return render(request, "results/list.html", context)


def address(wanted: Wanted, **more: str) -> str:
    query = urlencode(wanted.as_query() | more)
    return reverse("results:list") + (f"?{query}" if query else "")


def bad_address(request: HttpRequest, error: Invalid, home_url: str) -> HttpResponse:
    """An address that makes no sense: what is wrong with it, and the way to the list."""
    context = {
        "status": 400,
        "title": _("This address does not lead to a list"),
        "detail": " ".join(str(message) for message in error.errors.values()),
        "home_url": home_url,
    }
    return render(request, "errors/error.html", context, status=400)


def _states(wanted: Wanted) -> list[dict[str, Any]]:
    choices = [("", _("All")), *Result.State.choices]
    return [
        {"label": label, "url": address(wanted.but(state=state)), "current": state == wanted.state, "count": None}
        for state, label in choices
    ]


def _facets(wanted: Wanted) -> list[dict[str, Any]]:
    """Departments, topics and places that have results; what is chosen already leads back to all."""
    groups: list[tuple[str, str, Any]] = [
        ("department", _("Department"), Department.objects.filter(results__isnull=False).distinct()),
        ("topic", _("Topic"), Topic.objects.filter(results__isnull=False).distinct()),
        ("place", _("Place"), Place.objects.filter(results__isnull=False).distinct()),
    ]
    return [
        {
            "name": label,
            "items": [
                {
                    "label": str(thing),
                    "url": address(wanted.but(**{name: None if getattr(wanted, name) == thing.pk else thing.pk})),
                    "current": getattr(wanted, name) == thing.pk,
                    "count": None,
                }
                for thing in things
            ],
        }
        for name, label, things in groups
    ]


@require_safe
def short(request: HttpRequest, pk: int) -> HttpResponse:
    """The address without words, as life-lines name it."""
    return redirect(get_object_or_404(Result, pk=pk), permanent=True)


@require_safe
def detail(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One result: how far it has come, its steps, its ideas, and all that was told of it."""
    result = get_object_or_404(Result.objects.with_names(), pk=pk)
    if slug != result.slug:
        return redirect(result, permanent=True)
    return render(request, "results/detail.html", result_context(result, request.user))
