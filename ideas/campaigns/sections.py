"""What campaigns put on the pages of others: the first page, consultations, the desk, the map of the site."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from participation.accounts import desk
from participation.consultations import sections as on_consultations
from participation.consultations.models import ConsultationPage
from participation.consultations.sections import Section as Tab
from participation.pages import sections as on_home
from participation.pages import sitemaps
from participation.pages.sections import Section

from .models import Campaign
from .showing import running_cards


def running_now(request: HttpRequest) -> Section | None:
    """The campaigns that run now."""
    cards = running_cards()
    if not cards:
        return None
    return Section(
        title=_("Campaigns"),
        template="campaigns/_home.html",
        context={"cards": cards},
        url=reverse("campaigns:list"),
        url_label=_("All campaigns"),
    )


def campaign_tab(request: HttpRequest, page: ConsultationPage) -> Tab | None:
    """The way to the campaign that runs in this consultation."""
    running = Campaign.objects.running().filter(consultation=page.pk).order_by("ends_at").first()
    return Tab(label=_("Campaign"), url=running.get_absolute_url()) if running else None


def put_on_pages() -> None:
    """Called once, when the package is ready."""
    on_home.register("campaigns", running_now)
    desk.register(
        desk.Section("campaigns", _("Campaigns"), lambda: reverse("campaigns:list"), "campaigns.run_campaign")
    )
    on_consultations.register("campaigns", campaign_tab)
    sitemaps.register(
        "campaigns",
        lambda: Campaign.objects.only("pk", "slug", "created_at"),
        lambda campaign: sitemaps.Place(campaign.get_absolute_url(), campaign.created_at),
    )
