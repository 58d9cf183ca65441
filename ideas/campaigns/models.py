"""Campaigns: for a while, one theme, and a reward for ideas that are adopted."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from participation.consultations.models import ConsultationPage

from ..models import Idea


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def running(self, at: datetime | None = None) -> Self:
        now = at or timezone.now()
        return self.filter(starts_at__lte=now, ends_at__gt=now)


class Campaign(models.Model):
    """A theme, a period, and what adopted ideas are rewarded with. Ideas posted to its consultation take part."""

    class State(models.TextChoices):
        COMING = "coming", pgettext_lazy("campaign", "Coming")
        RUNNING = "running", pgettext_lazy("campaign", "Running")
        OVER = "over", pgettext_lazy("campaign", "Over")

    title = models.CharField(_("theme"), max_length=120)
    slug = models.SlugField(_("address"), max_length=80, unique=True, allow_unicode=True)
    text = models.TextField(_("what it is about"), max_length=5_000)
    html = models.TextField(editable=False)
    language = models.CharField(max_length=10, blank=True, editable=False)
    reward = models.CharField(_("reward for adopted ideas"), max_length=200)
    consultation = models.ForeignKey(ConsultationPage, models.PROTECT, related_name="campaigns")
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="campaign_has_a_period")
        ]
        indexes: ClassVar = [models.Index(fields=["consultation", "ends_at"], name="campaign_in_consultation")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("campaigns:detail", args=[self.slug])

    @property
    def state(self) -> "Campaign.State":
        now = timezone.now()
        if now < self.starts_at:
            return self.State.COMING
        return self.State.RUNNING if now < self.ends_at else self.State.OVER


class CampaignEntry(models.Model):
    """An idea that takes part, and the reward that it got."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="entries")
    idea = models.ForeignKey(Idea, models.CASCADE, related_name="campaign_entries")
    entered_at = models.DateTimeField(default=timezone.now)
    reward = models.CharField(max_length=200, blank=True)
    rewarded_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["campaign", "idea"], name="campaign_entered_once")]
        indexes: ClassVar = [models.Index(fields=["campaign", "-id"], name="campaign_entries_of")]

    def __str__(self) -> str:
        return f"{self.idea_id} → {self.campaign_id}"
