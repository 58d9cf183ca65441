"""Running a campaign, taking part in it, and the reward of what is adopted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.consultations.models import ConsultationPage
from participation.contributions.text import clean_line, clean_text, to_html
from participation.errors import Invalid, StageClosed
from participation.events.outbox import record

from ..life import Status
from ..models import Idea
from ..wording import language_written
from .models import Campaign, CampaignEntry

ADOPTED = (Status.ACCEPTED, Status.PARTLY)


@dataclass(frozen=True)
class Theme:
    """What is written of a campaign, cleaned; ``check()`` raises Invalid naming each field at fault."""

    title: str
    text: str
    reward: str
    consultation: ConsultationPage
    starts_at: datetime
    ends_at: datetime

    @classmethod
    def cleaned(cls, *, title: str, text: str, reward: str, **rest: Any) -> "Theme":
        return cls(title=clean_line(title), text=clean_text(text), reward=clean_line(reward), **rest)

    def check(self) -> None:
        errors = {}
        if not self.title or len(self.title) > 120:
            errors["title"] = _("Name the theme in at most %(count)s letters.") % {"count": 120}
        if not self.text:
            errors["text"] = _("Say what kind of ideas you are looking for.")
        if not self.reward or len(self.reward) > 200:
            errors["reward"] = _("Say what adopted ideas are rewarded with.")
        if self.ends_at <= self.starts_at:
            errors["ends_at"] = _("The end lies before the beginning.")
        if errors:
            raise Invalid(errors=errors)


@transaction.atomic
def run_campaign(*, user: User, theme: Theme, campaign: Campaign | None = None) -> Campaign:
    """Announce a campaign, or change one; what it said before stays in the log. Raises Invalid.

    A reward that was given is not touched by a change: it is what was promised then.
    """
    require(user, "campaigns.run_campaign", campaign)
    theme.check()
    if campaign is None:
        campaign, before = Campaign(author=user, slug=_free_slug(theme.title)), {}
    else:
        campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
        before = _told(campaign)
    campaign.title, campaign.text, campaign.reward = theme.title, theme.text, theme.reward
    campaign.html, campaign.language = to_html(theme.text), language_written(theme.text)
    campaign.consultation, campaign.starts_at, campaign.ends_at = theme.consultation, theme.starts_at, theme.ends_at
    if before == _told(campaign):
        return campaign
    campaign.save()
    verb = "campaign.changed" if before else "campaign.announced"
    record(verb, actor=user, target=campaign, public=True, before=before, after=_told(campaign))
    return campaign


def _told(campaign: Campaign) -> dict[str, str]:
    return {
        "title": campaign.title,
        "text": campaign.text[:300],
        "reward": campaign.reward,
        "consultation": str(campaign.consultation_id),
        "starts_at": campaign.starts_at.isoformat(),
        "ends_at": campaign.ends_at.isoformat(),
    }


def _free_slug(title: str) -> str:
    base = slugify(title, allow_unicode=True)[:70].strip("-") or "campaign"
    taken = set(Campaign.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number = next(number for number in range(1, len(taken) + 2) if _numbered(base, number) not in taken)
    return _numbered(base, number)


def _numbered(base: str, number: int) -> str:
    return base if number == 1 else f"{base}-{number}"


@transaction.atomic
def enter_idea(*, user: User, campaign: Campaign, idea: Idea) -> CampaignEntry:
    """Let an idea of the theme's consultation take part that was there before. Entering twice is entering once.

    Raises StageClosed outside the period, or Invalid on ``idea``.
    """
    require(user, "campaigns.enter_idea", idea)
    if idea.is_hidden or idea.consultation_id != campaign.consultation_id:
        raise Invalid(errors={"idea": _("Choose an idea of the campaign's consultation.")})
    if campaign.state != Campaign.State.RUNNING:
        raise StageClosed(_("Ideas take part while the campaign is running."))
    return take_in(idea, campaign, actor=user)


def take_in(idea: Idea, campaign: Campaign, *, actor: User | None) -> CampaignEntry:
    """Inside the transaction that lets the idea take part."""
    entry, is_new = CampaignEntry.objects.get_or_create(campaign=campaign, idea=idea)
    if is_new:
        told = {"campaign": campaign.slug, "title": campaign.title}
        record("idea.entered_campaign", actor=actor, target=idea, public=True, **told)
    return entry


def settle_rewards(idea: Idea, *, status: str, actor: User | None) -> None:
    """Inside the transaction of an answer: what is adopted has its reward; a decision that is revised takes it back."""
    adopted = status in ADOPTED
    for entry in CampaignEntry.objects.select_for_update(of=("self",)).filter(idea=idea).select_related("campaign"):
        if adopted == (entry.rewarded_at is not None):
            continue
        entry.rewarded_at = timezone.now() if adopted else None
        entry.reward, before = (entry.campaign.reward if adopted else ""), entry.reward
        entry.save(update_fields=["rewarded_at", "reward"])
        told = {"campaign": entry.campaign.slug, "title": entry.campaign.title, "reward": entry.reward or before}
        verb = "idea.rewarded" if adopted else "idea.reward_withdrawn"
        record(verb, actor=actor, target=idea, public=not idea.is_hidden, **told)
