"""Sheets and counter at the office's desk, and the page where a person claims what they told."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.limits import limit

from ..actions.posting import Proposal
from ..models import Idea
from ..refusals import RefusedForm, form_page
from ..wording import language_written
from .actions import agree_to_undo, check_sheet, claim_idea, enter_idea, enter_sheet, keep_sheet, undo_sheet
from .forms import ClaimForm, CounterForm, KeepForm, SheetForm, UndoForm
from .models import SignatureSheet
from .showing import logs_of, report

SHOWN = 100
TAKEN_BACK = gettext_lazy("The sheet is taken back, with its votes.")


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
        "waiting": rows.waiting().order_by("entered_at", "pk")[:SHOWN],
        "others": rows.settled().order_by("-pk")[:SHOWN],
    }
    return render(request, "paper/sheets.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a sheet of signatures for an idea."""
    user = _official(request)
    idea = get_object_or_404(Idea.objects.select_related("consultation"), pk=pk)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()

    def write_down() -> HttpResponse:
        said = form.cleaned_data
        sheet = enter_sheet(user=user, idea=idea, number=said["number"], lines=said["lines"], scan=said["scan"])
        messages.success(request, _("The sheet is written down. It counts when a second person has checked it."))
        return redirect(sheet)

    return form_page(request, form, write_down, "paper/new_sheet.html", {"idea": idea})


@never_cache
@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The report of a sheet: what became of each line."""
    _official(request)
    found = _sheet(pk)
    return _page(request, found, KeepForm() if found.undo_asked_at else UndoForm())


def _sheet(pk: int) -> SignatureSheet:
    found: SignatureSheet = get_object_or_404(SignatureSheet.objects.with_names(), pk=pk)
    return found


def _page(
    request: HttpRequest, found: SignatureSheet, form: RefusedForm, act: Callable[[], HttpResponse] | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "sheet": found,
        "idea": found.idea,
        "may_check": found.state == SignatureSheet.State.ENTERED and request.user.has_perm("paper.check_sheet", found),
        "may_agree": request.user.has_perm("paper.agree_to_undo", found),
        "log": logs_of([found]).get(found.pk, []),
        **report(found),
    }
    return form_page(request, form, act, "paper/sheet.html", context)


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

    def ask() -> HttpResponse:
        now = undo_sheet(user=user, sheet=found, reason=form.cleaned_data["reason"])
        gone, asked = TAKEN_BACK, _("A second person has to agree. Until then the sheet goes on counting.")
        messages.success(request, str(gone) if now.state == SignatureSheet.State.UNDONE else asked)
        return redirect(found)

    return _page(request, found, form, ask)


@require_POST
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """A second person agrees to taking the sheet back."""
    found = agree_to_undo(user=_official(request), sheet=_sheet(pk))
    messages.success(request, str(TAKEN_BACK))
    return redirect(found)


@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet goes on counting, with a word to whoever wanted to take it back."""
    user, found, form = _official(request), _sheet(pk), KeepForm(request.POST)

    def go_on() -> HttpResponse:
        keep_sheet(user=user, sheet=found, reason=form.cleaned_data["reason"])
        messages.success(request, _("The sheet goes on counting."))
        return redirect(found)

    return _page(request, found, form, go_on)


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

    def post() -> HttpResponse:
        said = form.cleaned_data
        words = {name: said[name] for name in ("title", "body", "consultation", "topic", "place")}
        proposal = Proposal.cleaned(**words, language=language_written(f"{said['title']} {said['body']}"))
        entered, code = enter_idea(user=user, proposal=proposal, consent=said["consent"], name=said["name"])
        # Shown in the answer itself: the code is kept nowhere, not even in a session.
        return render(request, "paper/entered.html", {"idea": entered.idea, "code": code}, status=201)

    return form_page(request, form, post, "paper/counter.html", {})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest) -> HttpResponse:
    """Make an idea one's own that was told at a counter."""
    user = cast(User, request.user)
    form = ClaimForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        limit("claim", user.pk)

    def take() -> HttpResponse:
        idea = claim_idea(user=user, code=form.cleaned_data["code"])
        messages.success(request, _("The idea is yours now."))
        return redirect(idea)

    return form_page(request, form, take, "paper/claim.html", {"section": "me"})
