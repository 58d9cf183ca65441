"""What the pages of campaigns show, and who is ahead."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.contributions.text import to_plain
from participation.votes.casting import support_between

from ..kept import kept
from ..life import FOLDED, Status
from ..models import Idea, IdeaQuerySet
from ..rows import TAGS, tag_label
from .forms import EntryForm
from .models import Campaign, CampaignEntry

SHOWN = 50
MOST_RUNNING = 50
STATE_TAGS = {Campaign.State.COMING: "open", Campaign.State.RUNNING: "vote", Campaign.State.OVER: "done"}
_KEPT = 30


@dataclass(frozen=True)
class Ranked:
    """An idea of a campaign with the support that came within its period; None while results are hidden."""

    idea: Idea
    support: int | None
    tag: str
    label: str
    reward: str


def ranking(campaign: Campaign) -> list[Ranked]:
    """The most supported within the period first, without what stands in no list because another idea stands for it.

    Kept for half a minute: counting them reads their votes.
    """
    entries = {entry.idea_id: entry for entry in CampaignEntry.objects.filter(campaign=campaign)}
    support = _support(campaign, list(entries))
    ideas = Idea.objects.published().with_names().filter(pk__in=entries).exclude(status__in=FOLDED).order_by("-pk")
    rows = [
        Ranked(
            idea=idea,
            support=None if support is None else support.get(idea.pk, 0),
            tag=TAGS[Status(idea.status)],
            label=tag_label(idea),
            reward=entries[idea.pk].reward,
        )
        for idea in ideas
    ]
    return sorted(rows, key=lambda row: -(row.support or 0))[:SHOWN]


def _support(campaign: Campaign, ids: list[int]) -> dict[int, int] | None:
    if campaign.consultation.hides_results():
        return None
    key = f"campaigns.support:{campaign.pk}:{campaign.starts_at.timestamp()}:{campaign.ends_at.timestamp()}:{len(ids)}"
    found: dict[int, int] | None = cache.get(key)
    if found is None:
        found = support_between(Idea, ids, campaign.starts_at, campaign.ends_at)
        cache.set(key, found, _KEPT)
    return found


def period(campaign: Campaign) -> str:
    days = {"first": _day(campaign.starts_at), "last": _day(campaign.ends_at)}
    return _("%(first)s to %(last)s") % days


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")


@dataclass(frozen=True)
class Card:
    campaign: Campaign
    tag: str
    state: str
    period: str


def cards(campaigns: Iterable[Campaign]) -> list[Card]:
    return [
        Card(each, STATE_TAGS[each.state], str(Campaign.State(each.state).label), period(each)) for each in campaigns
    ]


def running_cards(consultation: int | None = None) -> list[Card]:
    """The campaigns that run now, of one consultation or of all: asked once for as long as the counts are kept."""
    running = kept().once(
        ("running campaigns",), lambda: tuple(Campaign.objects.running().order_by("ends_at", "pk")[:MOST_RUNNING])
    )
    wanted = [each for each in running if consultation in (None, each.consultation_id)]
    return cards(wanted[:3])


def ideas_to_enter(campaign: Campaign, user: User | AnonymousUser) -> IdeaQuerySet:
    """The person's own ideas that could take part and do not yet, the latest first."""
    if not isinstance(user, User) or campaign.state != Campaign.State.RUNNING:
        return Idea.objects.none()
    own = Idea.objects.published().filter(author=user, consultation=campaign.consultation_id)
    found: IdeaQuerySet = own.exclude(campaign_entries__campaign=campaign).order_by("-pk")
    return found


def campaign_context(
    campaign: Campaign, user: User | AnonymousUser, *, refused: EntryForm | None = None
) -> dict[str, Any]:
    """All that a campaign's page shows; ``refused`` is the form that was sent in vain."""
    rows = ranking(campaign)
    mine = ideas_to_enter(campaign, user)
    entry = refused or (EntryForm(ideas=mine) if mine.exists() else None)
    return {
        "section": "consultations",
        "campaign": campaign,
        "card": cards([campaign])[0],
        "summary": to_plain(campaign.html),
        "rows": rows,
        "rewarded": [row for row in rows if row.reward],
        "entry_form": entry,
        "may_run": user.has_perm("campaigns.run_campaign", campaign),
    }


def entries_of(idea: Idea) -> list[CampaignEntry]:
    return list(CampaignEntry.objects.filter(idea=idea).select_related("campaign").order_by("pk"))
