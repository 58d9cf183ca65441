"""The ledger for people: what it is, one's own entry in it, and the program that checks it."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from participation.accounts.models import User
from participation.limits import key_of, limit

from . import showing
from .forms import ReceiptForm
from .mine import entries_about
from .models import Head, SigningKey
from .reading import entry_of
from .words import votes

VERIFIER = Path(__file__).parent / "verifier" / "verify_votes.py"
PER_PAGE = 50


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What the ledger is, its latest head, and the way to an entry."""
    form = ReceiptForm(request.GET if "receipt" in request.GET else None)
    if form.is_bound:
        limit("search", key_of(request))
        if form.is_valid():
            return HttpResponseRedirect(reverse("ledger:receipt", args=[form.entry.receipt]))
    latest = Head.latest_one()
    columns = [_("Sealed"), _("Entries"), _("Root hash")]
    context = {
        "form": form,
        "facts": showing.head_facts(latest) if latest else [],
        "columns": columns,
        "heads": showing.recent_heads(),
        "keys": SigningKey.objects.order_by("first_used_at"),
        "address": settings.BASE_URL,
    }
    return render(request, "ledger/overview.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
def receipt(request: HttpRequest, receipt: str) -> HttpResponse:
    """One entry: what it says, and how the latest root follows from it."""
    limit("search", key_of(request))
    entry = entry_of(receipt)
    if entry.receipt != receipt:
        return HttpResponseRedirect(reverse("ledger:receipt", args=[entry.receipt]))
    head = Head.latest_one()
    steps = showing.way_up(entry, entry.index, head.size) if head and entry.index is not None else []
    context = {
        "entry": entry,
        "grouped": showing.grouped(entry.receipt),
        "facts": showing.entry_facts(entry, request.user),
        "head": head,
        "head_facts": showing.head_facts(head) if head else [],
        "columns": [_("Joined with"), _("Its hash"), _("This gives")],
        "steps": [[step.others, step.hash, step.result] for step in steps],
        "begin": showing.short(entry.receipt),
        "crumbs": [{"label": _("Ledger of votes"), "url": reverse("ledger:overview")}],
    }
    return render(request, "ledger/receipt.html", context)


@require_safe
@login_required
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """My votes, each with its receipt."""
    user = request.user
    assert isinstance(user, User)
    page = Paginator(votes().filter(user_id=user.voter_id).order_by("-pk"), PER_PAGE).get_page(request.GET.get("page"))
    rows = showing.own_rows(entries_about(page.object_list), user)
    context = {
        "rows": rows,
        "next_url": f"?page={page.next_page_number()}" if page.has_next() else "",
        "first_url": "?" if page.number > 1 else "",
    }
    return render(request, "ledger/mine.html", context)


@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    """The program, to be read, kept and run elsewhere."""
    response = HttpResponse(VERIFIER.read_bytes(), content_type="text/x-python; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="verify_votes.py"'
    return response
