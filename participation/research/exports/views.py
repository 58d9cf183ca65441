"""Asking for an export, seeing how far it is, and taking its file."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participation.accounts.models import User
from participation.errors import ParticipationError

from ..question import about_question, asked_context
from ..results import Asked
from ..tabs import tabs
from .actions import ask_for_export, cancel_export
from .forms import ExportForm
from .models import Export
from .showing import shown
from .tidying import withdraw_if_hidden

SHOWN = 50


class NoFile(ParticipationError):
    """There is no file, or none any more."""

    code, status = "no_file", 410
    message = gettext_lazy(
        "There is no file to take: the export is not ready yet, or it is over. You can have it made anew."
    )


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """Everything that somebody had written."""
    rows = Export.objects.filter(owner=_person(request)).defer("ids").order_by("-pk")[:SHOWN]
    context = {"desk_tabs": tabs("exports:mine", request.GET), "exports": [shown(row) for row in rows]}
    return render(request, "exports/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@about_question
def new(request: HttpRequest, asked: Asked) -> HttpResponse:
    """In which formats, and then the page that says how far it is."""
    form = ExportForm(request.POST or None, initial={"formats": ["csv"]})
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                export = ask_for_export(user=_person(request), asked=asked, **form.cleaned_data)
            except ParticipationError as problem:
                form.add_error("formats", str(problem.errors.get("formats", problem)))
                status = problem.status
            else:
                return HttpResponseRedirect(export.get_absolute_url())
        else:
            status = 422
    context = {"desk_tabs": tabs("exports:mine", request.GET), "form": form, **asked_context(asked)}
    return render(request, "exports/new.html", context, status=status)


def _found(token: str) -> Export:
    return get_object_or_404(Export.objects.defer("ids"), token=token)


@never_cache
@require_safe
def export(request: HttpRequest, token: str) -> HttpResponse:
    """How far it is. Whoever has the address may look: it cannot be guessed."""
    found = _found(token)
    context = {
        "desk_tabs": tabs("exports:mine", request.GET),
        "export": shown(found),
        "is_mine": found.owner_id == request.user.pk,
    }
    template = "exports/_state.html" if request.headers.get("HX-Request") else "exports/export.html"
    return render(request, template, context)


@never_cache
@require_safe
def file(request: HttpRequest, token: str) -> HttpResponseBase:
    """The package itself."""
    found = _found(token)
    withdraw_if_hidden(found)
    if not found.is_ready:
        raise NoFile
    return FileResponse(
        default_storage.open(found.path),
        as_attachment=True,
        filename=found.file_name,
        content_type="application/zip",
        headers={"X-Content-Type-Options": "nosniff"},
    )


@require_POST
@login_required
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Give it up."""
    found = get_object_or_404(Export, token=token, owner=_person(request))
    cancel_export(user=_person(request), export=found)
    messages.success(request, _("The export was given up, and its file is deleted."))
    return HttpResponseRedirect(reverse("exports:mine"))
