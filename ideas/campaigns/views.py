"""Campaigns: all, one with its ranking, taking part, and the office's pages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.errors import ParticipationError, SignInNeeded

from .actions import enter_idea, run_campaign
from .forms import CampaignForm, EntryForm
from .models import Campaign
from .showing import campaign_context, cards, ideas_to_enter

SHOWN = 100


@require_safe
def campaign_list(request: HttpRequest) -> HttpResponse:
    """What runs now, what comes, and what is over."""
    groups = {state: [] for state in (Campaign.State.RUNNING, Campaign.State.COMING, Campaign.State.OVER)}  # type: ignore[var-annotated]  # filled below
    for card in cards(Campaign.objects.order_by("-ends_at", "-pk")[:SHOWN]):
        groups[card.campaign.state].append(card)
    context = {
        "section": "consultations",
        "groups": [(state.label, found) for state, found in groups.items() if found],
        "may_run": request.user.has_perm("campaigns.run_campaign"),
        "feed_url": f"{reverse('feeds:campaigns')}?lang={get_language() or ''}",
    }
    return render(request, "campaigns/list.html", context)


def _campaign(slug: str) -> Campaign:
    campaign: Campaign = get_object_or_404(Campaign.objects.select_related("consultation"), slug=slug)
    return campaign


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One campaign: theme, reward, and who is ahead."""
    return render(request, "campaigns/detail.html", campaign_context(_campaign(slug), request.user))


@require_POST
def enter(request: HttpRequest, slug: str) -> HttpResponse:
    """Let an idea of one's own take part."""
    if not isinstance(request.user, User):
        raise SignInNeeded
    campaign = _campaign(slug)
    form, status = EntryForm(request.POST, ideas=ideas_to_enter(campaign, request.user)), 422
    if form.is_valid():
        try:
            enter_idea(user=request.user, campaign=campaign, idea=form.cleaned_data["idea"])
        except ParticipationError as error:
            if error.status == 403:
                raise
            status = form.take_errors(error)
        else:
            messages.success(request, _("Your idea takes part."))
            return redirect(campaign)
    context = campaign_context(campaign, request.user, refused=form)
    return render(request, "campaigns/detail.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Announce a campaign."""
    return _write(request, None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a campaign."""
    require(request.user, "campaigns.run_campaign")
    return _write(request, _campaign(slug))


def _write(request: HttpRequest, campaign: Campaign | None) -> HttpResponse:
    require(request.user, "campaigns.run_campaign", campaign)
    assert isinstance(request.user, User)
    form = CampaignForm(request.POST if request.method == "POST" else None, campaign=campaign)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                campaign = run_campaign(user=request.user, theme=form.theme(), campaign=campaign)
            except ParticipationError as error:
                status = form.take_errors(error)
            else:
                messages.success(request, _("The campaign is announced."))
                return redirect(campaign)
    context = {"campaign": campaign, "form": form, "list_url": reverse("campaigns:list")}
    return render(request, "campaigns/write.html", context, status=status)
