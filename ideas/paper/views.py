"""Sheets and counter at the office's desk, and the page where a person claims what they told."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.errors import ParticipationError
from participation.limits import limit

from ..actions.posting import Proposal
from ..models import Idea
from ..wording import language_written
from .actions import check_sheet, claim_idea, enter_idea, enter_sheet, undo_sheet
from .forms import ClaimForm, CounterForm, SheetForm, UndoForm
from .models import SignatureSheet
from .showing import report

SHOWN = 100


def _official(request: HttpRequest) -> User:
    require(request.user, "paper.enter_sheet")
    assert isinstance(request.user, User)
    return request.user


@never_cache
@require_safe
def sheets(request: HttpRequest) -> HttpResponse:
    """What waits for a second person first, then the latest others."""
    _official(request)
    rows = SignatureSheet.objects.with_names()
    context = {
        "to_check": rows.to_check().order_by("entered_at", "pk")[:SHOWN],
        "others": rows.exclude(state=SignatureSheet.State.ENTERED).order_by("-pk")[:SHOWN],
    }
    return render(request, "paper/sheets.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a sheet of signatures for an idea."""
    user = _official(request)
    idea = get_object_or_404(Idea.objects.select_related("consultation"), pk=pk)
    form = SheetForm(request.POST or None, request.FILES or None) if request.method == "POST" else SheetForm()
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            said = form.cleaned_data
            try:
                sheet = enter_sheet(user=user, idea=idea, number=said["number"], lines=said["lines"], scan=said["scan"])
            except ParticipationError as error:
                status = form.take_errors(error)
            else:
                messages.success(
                    request, _("The sheet is written down. It counts when a second person has checked it.")
                )
                return redirect(sheet)
    return render(request, "paper/new_sheet.html", {"form": form, "idea": idea}, status=status)


@never_cache
@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The report of a sheet: what became of each line."""
    _official(request)
    return _page(request, _sheet(pk), UndoForm())


def _sheet(pk: int) -> SignatureSheet:
    found: SignatureSheet = get_object_or_404(SignatureSheet.objects.with_names(), pk=pk)
    return found


def _page(request: HttpRequest, found: SignatureSheet, form: UndoForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "sheet": found,
        "idea": found.idea,
        "undo_form": form,
        "may_check": found.state == SignatureSheet.State.ENTERED and request.user.has_perm("paper.check_sheet", found),
        "is_open": found.state != SignatureSheet.State.UNDONE,
        **report(found),
    }
    return render(request, "paper/sheet.html", context, status=status)


@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """A second person says that the lines are those of the sheet."""
    found = check_sheet(user=_official(request), sheet=_sheet(pk))
    messages.success(request, _("The sheet is counted. The report says what became of each line."))
    return redirect(found)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a sheet back."""
    user, found, form = _official(request), _sheet(pk), UndoForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, 422)
    try:
        undo_sheet(user=user, sheet=found, reason=form.cleaned_data["reason"])
    except ParticipationError as error:
        return _page(request, found, form, form.take_errors(error))
    messages.success(request, _("The sheet is taken back, with its votes."))
    return redirect(found)


@never_cache
@require_safe
def scan(request: HttpRequest, pk: int) -> FileResponse:
    """The scanned sheet, for officials alone."""
    _official(request)
    found = _sheet(pk)
    if not found.scan:
        raise Http404
    try:
        content = found.scan.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(content, as_attachment=True, filename=found.scan_name, content_type=found.scan_type)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: HttpRequest) -> HttpResponse:
    """Post what somebody told at a counter."""
    user = _official(request)
    form = CounterForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            said = form.cleaned_data
            words = {name: said[name] for name in ("title", "body", "consultation", "topic", "place")}
            proposal = Proposal.cleaned(**words, language=language_written(f"{said['title']} {said['body']}"))
            try:
                entered, code = enter_idea(user=user, proposal=proposal, consent=said["consent"], name=said["name"])
            except ParticipationError as error:
                status = form.take_errors(error)
            else:
                # Shown in the answer itself: the code is kept nowhere, not even in a session.
                return render(request, "paper/entered.html", {"idea": entered.idea, "code": code}, status=201)
    return render(request, "paper/counter.html", {"form": form}, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest) -> HttpResponse:
    """Make an idea one's own that was told at a counter."""
    assert isinstance(request.user, User)
    form = ClaimForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        limit("claim", request.user.pk)
        status = 422
        if form.is_valid():
            try:
                idea = claim_idea(user=request.user, code=form.cleaned_data["code"])
            except ParticipationError as error:
                status = form.take_errors(error)
            else:
                messages.success(request, _("The idea is yours now."))
                return redirect(idea)
    return render(request, "paper/claim.html", {"section": "me", "form": form}, status=status)
