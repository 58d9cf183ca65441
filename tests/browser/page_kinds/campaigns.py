"""Campaigns."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from ideas.campaigns.actions import Theme, enter_idea, run_campaign
from ideas.campaigns.models import Campaign, CampaignEntry

from .ideas import answered
from .table import Site, Visit, kind, plain

plain("campaigns-empty", "/campaigns/")
plain("campaign-new", "/desk/campaigns/new/", person="suho")
plain("campaign-new-with-errors", "/desk/campaigns/new/", person="suho", press=("알리기", "Announce it"), status=422)


def with_campaign(site: Site) -> Campaign:
    now = timezone.now()
    words: dict[str, Any] = {
        "title": "밤길을 밝게",
        "text": "밤길을 밝히는 **제안**을 찾습니다.",
        "reward": "버스 한 달 표",
    }
    words |= {"starts_at": now - timedelta(days=1), "ends_at": now + timedelta(days=9)}
    campaign = run_campaign(user=site.suho, theme=Theme.cleaned(**words, consultation=site.consultation))
    enter_idea(user=site.suho, campaign=campaign, idea=answered(site))
    enter_idea(user=site.suho, campaign=campaign, idea=site.idea(voting=True))
    CampaignEntry.objects.filter(pk=CampaignEntry.objects.latest("-pk").pk).update(reward="버스 한 달 표")
    return campaign


@kind("campaigns")
def campaigns(site: Site) -> Visit:
    with_campaign(site)
    return Visit("/campaigns/")


@kind("campaign")
def campaign(site: Site) -> Visit:
    found = with_campaign(site)
    site.idea()
    return Visit(found.get_absolute_url(), site.mina)


@kind("list-with-campaign")
def list_with_campaign(site: Site) -> Visit:
    with_campaign(site)
    return Visit("/ideas/")


@kind("campaign-edit")
def campaign_edit(site: Site) -> Visit:
    return Visit(f"/desk/campaigns/{with_campaign(site).slug}/", site.suho)
