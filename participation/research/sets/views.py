"""Saving a search, stopping its mail, and the pages of sets that are cited."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participation.accounts.models import User
from participation.errors import Invalid
from participation.limits import key_of, limit

from ..analysis.tables import csv_response
from ..question import about_question, asked_context
from ..results import Asked, unpacked
from ..tabs import tabs
from .actions import forget_search, keep_set, pause_search, save_search
from .citing import FORMATS, citation
from .forms import SaveForm
from .models import ResultSet, SavedSearch
from .showing import changes, facts_of, said_of
from .stopping import searches_of
from .stopping import stop as stop_searches

SHOWN = 50


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)


@require_safe
@login_required
def saved(request: HttpRequest) -> HttpResponse:
    """Everything that somebody wants to hear of."""
    rows = SavedSearch.objects.filter(user=_person(request)).select_related("user").order_by("-pk")
    return render(request, "sets/saved.html", {"desk_tabs": tabs("sets:saved", request.GET), "searches": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@about_question
def save(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Under which name, and how often to write."""
    known = SavedSearch.objects.filter(user=_person(request), address=asked.address).first()
    initial = {"name": known.name, "pace": known.pace} if known else {"name": asked.title[:100]}
    form = SaveForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                save_search(user=_person(request), asked=asked, **form.cleaned_data)
            except Invalid as problem:
                for name, words in problem.errors.items():
                    form.add_error(name, str(words))
            else:
                messages.success(request, _("Saved. We write when something new is found."))
                return HttpResponseRedirect(reverse("sets:saved"))
        status = 422
    context = {
        "desk_tabs": tabs("sets:saved", request.GET),
        "form": form,
        "is_known": known is not None,
        **asked_context(asked),
    }
    return render(request, "sets/save.html", context, status=status)


@require_POST
@login_required
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop the mail for a while, or go on."""
    mine = get_object_or_404(SavedSearch, pk=pk, user=_person(request))
    is_paused = not request.POST.get("again")
    pause_search(user=_person(request), saved=mine, is_paused=is_paused)
    messages.success(request, _("Paused.") if is_paused else _("We write again."))
    return HttpResponseRedirect(reverse("sets:saved"))


@require_POST
@login_required
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it up."""
    mine = get_object_or_404(SavedSearch, pk=pk, user=_person(request))
    forget_search(user=_person(request), saved=mine)
    messages.success(request, _("“%(name)s” is no longer saved.") % {"name": mine.name})
    return HttpResponseRedirect(reverse("sets:saved"))


@csrf_exempt  # mail programs post here on their own (RFC 8058); the signature in the address is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Looking at the address stops nothing: mail scanners look, too."""
    searches = searches_of(token)
    if searches is None:
        raise Http404(_("This address is not complete. Copy it whole from the mail."))
    again = "again" in request.POST
    if request.method == "POST":
        stop_searches(searches, again=again)
    context = {"searches": searches, "is_stopped": request.method == "POST" and not again, "is_again": again}
    return render(request, "sets/stop.html", context)


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """The sets that somebody has kept."""
    rows = ResultSet.objects.filter(owner=_person(request)).defer("ids").order_by("-pk")[:SHOWN]
    return render(request, "sets/mine.html", {"desk_tabs": tabs("sets:mine", request.GET), "sets": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@about_question
def keep(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Says what will be kept, and keeps it."""
    if request.method == "POST":
        return HttpResponseRedirect(keep_set(user=_person(request), asked=asked).get_absolute_url())
    return render(request, "sets/keep.html", {"desk_tabs": tabs("sets:mine", request.GET), **asked_context(asked)})


def _kept(code: str, *, ready: bool = False) -> ResultSet:
    """The set; with ``ready`` only once it is made."""
    kept: ResultSet = get_object_or_404(ResultSet, code=code)
    if ready and not kept.is_ready:
        raise Http404
    return kept


@require_safe
def result_set(request: HttpRequest, code: str) -> HttpResponse:
    """The set as it was, and what is found now."""
    limit("search", key_of(request))
    kept = _kept(code)
    context = {
        "desk_tabs": tabs("sets:mine", request.GET),
        "kept": kept,
        "said": said_of(kept) if kept.is_ready else None,
        "facts": facts_of(kept),
        "citations": [citation(kept, each) for each in FORMATS] if kept.is_ready else [],
        "search_url": f"{reverse('search:results')}?{kept.address}",
        "export_url": f"{reverse('exports:new')}?{kept.address}",
    }
    return render(request, "sets/set.html", context)


@require_safe
def cite(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """A reference for a program."""
    kept = _kept(code, ready=True)
    if form not in FORMATS:
        raise Http404
    found = citation(kept, form)
    name = f"{kept.code}.{'txt' if form == 'apa' else form}"
    return HttpResponse(
        found.text,
        content_type=found.content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
def ids(request: HttpRequest, code: str) -> HttpResponse:
    """The ids over which the hash is made, byte for byte."""
    kept = _kept(code, ready=True)
    text = "".join(f"{each}\n" for each in unpacked(kept.ids or b""))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def changes_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Every result that differs, as it was compared last."""
    kept = _kept(code, ready=True)
    at = timezone.localtime(kept.compared_at or kept.made_at)
    notes = [(_("Identifier"), kept.code), (_("Compared"), date_format(at, "DATETIME_FORMAT"))]
    return csv_response(changes(kept), notes)
