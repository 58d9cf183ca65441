"""Saying that two ideas are the same, and deciding on it at the desk."""

from datetime import datetime
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.errors import IllegalTransition
from participation.limits import limit

from ..keysets import Keyset, read_cursor, take, written_cursor
from ..models import MergeProposal
from ..near import near_idea
from ..refusals import form_page
from ..stages import why_not_votable
from ..views.detail import find_idea
from .forms import AnswerForm, SameForm
from .proposals import waiting_for
from .proposing import decline_merge, propose_merge

OLDEST = Keyset("proposed_at", datetime, descending=False)
PAGE = 25


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def same(request: HttpRequest, pk: int) -> HttpResponse:
    """This idea says the same as another: which, and what whoever decides should know."""
    user = cast(User, request.user)
    idea = find_idea(pk, user)
    require(user, "ideas.propose_merge", idea)
    if why_not_votable(idea) is not None:
        raise IllegalTransition
    form = SameForm(request.POST or None, initial={"into": request.GET.get("into", "")[:300]})
    if request.method == "POST":
        limit("report", user.voter_id)

    def propose() -> HttpResponse:
        target = find_idea(form.cleaned_data["into"].pk, user)
        proposal = propose_merge(user=user, source=idea, target=target, reason=form.cleaned_data["reason"])
        told, known = _("Thank you. You are told what is decided."), _("Somebody has said so already.")
        messages.success(request, told if proposal.proposed_by_id == user.pk else known)
        return redirect(idea)

    crumbs = [
        {"label": _("Ideas"), "url": reverse("ideas:list")},
        {"label": idea.title, "url": idea.get_absolute_url()},
    ]
    context = {"section": "ideas", "idea": idea, "similar": near_idea(idea, ("idea",)), "crumbs": crumbs}
    return form_page(request, form, propose, "merging/same.html", context)


@never_cache
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, the oldest first."""
    require(request.user, "ideas.see_merge_proposals")
    rows = waiting_for(cast(User, request.user)).with_names()
    page = take(rows, OLDEST, PAGE, read_cursor(request.GET.get("cursor", ""), "same"))
    next_url = f"?cursor={written_cursor(page.after, 'same')}" if page.after else ""
    return render(request, "merging/proposals.html", {"proposals": page.items, "next_url": next_url})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """They stay two, with a word to whoever took them for one."""
    require(request.user, "ideas.see_merge_proposals")
    proposal = get_object_or_404(MergeProposal.objects.with_names(), pk=pk)
    require(request.user, "ideas.merge_idea", proposal.source)
    if proposal.settled_at is not None:
        raise IllegalTransition
    form = AnswerForm(request.POST or None)

    def leave() -> HttpResponse:
        decline_merge(user=cast(User, request.user), proposal=proposal, answer=form.cleaned_data["reason"])
        messages.success(request, _("They stay two ideas. Whoever said so is told."))
        return redirect("office:same")

    return form_page(request, form, leave, "merging/decline.html", {"proposal": proposal})
