"""The page of the open data, its catalogue for machines, and its files."""

import json
import mimetypes

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from participation.datasets import package
from participation.datasets.writing import TYPES
from participation.errors import ParticipationError

from ..tabs import tabs
from .making import ARCHIVE
from .models import Edition
from .showing import catalogue, file_url, linked, shown_edition, shown_tables
from .words import about, title

SHOWN = 30


class Withdrawn(ParticipationError):
    """The edition holds something that was hidden since, or is too old."""

    code, status = "withdrawn", 410
    message = _("This edition is no longer handed out: something in it was hidden since, or it is too old.")


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What there is, what it means, and where to take it."""
    latest = Edition.latest_one()
    editions = [shown_edition(edition) for edition in Edition.objects.all()[:SHOWN]]
    return render(
        request,
        "open_data/page.html",
        {
            "desk_tabs": tabs("open_data:page", request.GET),
            "title": title(),
            "about": about(),
            "latest": shown_edition(latest) if latest else None,
            "editions": editions,
            "tables": shown_tables(latest),
            "columns": [_("Name"), _("Type of value"), _("Meaning")],
            "licence": package.licence(),
            "linked": linked(latest) if latest else None,
            "described_url": file_url(latest, package.DESCRIPTION),
            "codebook_url": file_url(latest, package.CODEBOOK),
            "base_url": settings.BASE_URL,
        },
    )


@require_safe
def catalogue_file(request: HttpRequest) -> HttpResponse:
    """The DCAT description."""
    text = json.dumps(catalogue(Edition.latest_one()), ensure_ascii=False, indent=2)
    return HttpResponse(text, content_type="application/ld+json")


@require_safe
def file(request: HttpRequest, edition: str, name: str) -> HttpResponseBase:
    """One file of an edition; ``latest`` leads to the present one."""
    if edition == "latest":
        latest = Edition.latest_one()
        if latest is None:
            raise Http404
        return HttpResponseRedirect(reverse("open_data:file", args=[latest.name, name]))
    found = Edition.objects.filter(name=edition).first()
    known = next((each for each in found.files if each["name"] == name), None) if found else None
    if found is None or known is None:
        raise Http404
    if found.withdrawn_at:
        raise Withdrawn
    etag = f'"{known["sha256"]}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    shown_name = name if name != ARCHIVE else f"{name.removesuffix('.zip')}-{found.name}.zip"
    kind = TYPES.get(known["format"]) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = FileResponse(
        default_storage.open(found.path_of(name)), as_attachment=True, filename=shown_name, content_type=kind
    )
    response.headers["ETag"] = etag
    # Never kept by others for long: an edition may have to be withdrawn.
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
