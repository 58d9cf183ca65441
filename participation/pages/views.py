"""Answers for machines: is the site alive, is it ready, what may be read, what is there."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from . import health, sitemaps

XML = "application/xml; charset=utf-8"
# What is there for people who signed in, in each language.
CLOSED = ("accounts", "desk", "moderation", "notifications")


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the process answers; asks nothing of anybody else."""
    response = HttpResponse("ok", content_type="text/plain; charset=utf-8")
    patch_cache_control(response, no_store=True)
    return response


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether each part does its work; 503 where one that the site cannot do without does not."""
    parts = health.examine()
    ready = all(part["ok"] or part.get("optional") for part in parts.values())
    response = JsonResponse({"ready": ready, "parts": parts}, status=200 if ready else 503)
    patch_cache_control(response, no_store=True)
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in ("/admin/", "/api/")),
        *(f"Disallow: {prefix}/{part}/" for part in CLOSED for prefix in ("", "/*")),
        "Disallow: /*?*play=",
        "",
        f"Sitemap: {settings.BASE_URL}{reverse('sitemap')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The parts of the map; each holds at most 5,000 addresses."""
    return render(request, "pages/sitemap_index.xml", {"parts": sitemaps.parts()}, content_type=XML)


@require_safe
def sitemap_part(request: HttpRequest, name: str, number: int) -> HttpResponse:
    places = sitemaps.places_of(name, number)
    if places is None:
        raise Http404
    return render(request, "pages/sitemap.xml", {"places": places}, content_type=XML)
