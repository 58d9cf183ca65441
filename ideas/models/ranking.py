"""What orders lists: half-lives and their changes, and what a person has opened."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.consultations.models import ConsultationIndexPage, ConsultationPage

from .idea import Idea

LONGEST_HALF_LIFE = 365


class PopularityRule(models.Model):
    """In how many days support loses half its weight: in a consultation's own list, or in the lists of the site.

    ``offset`` is the age of ``since`` under the rules before: an idea of that moment stands the same under the old rule
    and the new one, so that a list in which some rows follow one and some the other is still in a sensible order.
    """

    # None: the lists of the whole site, and of consultations without a rule of their own.
    consultation = models.OneToOneField(ConsultationPage, models.CASCADE, null=True, related_name="popularity_rule")
    half_life_days = models.PositiveSmallIntegerField(
        _("half-life in days"), validators=[MinValueValidator(1), MaxValueValidator(LONGEST_HALF_LIFE)]
    )
    since = models.DateTimeField(editable=False)
    offset = models.FloatField(editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                models.Value(1), condition=models.Q(consultation=None), name="ideas_one_popularity_rule_of_the_site"
            )
        ]

    def __str__(self) -> str:
        return f"{self.consultation or settings.SITE_NAME}: {self.half_life_days}"


class HalfLifeChangeQuerySet(models.QuerySet["HalfLifeChange"]):
    def unfinished(self) -> Self:
        return self.filter(finished_at=None)

    def public(self) -> Self:
        """Those of the site's lists and of consultations that everybody sees."""
        listed = ConsultationIndexPage.listed().values("pk")
        return self.filter(models.Q(rule__consultation=None) | models.Q(rule__consultation__in=listed))


class HalfLifeChange(models.Model):
    """One change of a half-life: who made it and why, and how far the ideas have followed."""

    rule = models.ForeignKey(PopularityRule, models.CASCADE, related_name="changes")
    before = models.PositiveSmallIntegerField()
    after = models.PositiveSmallIntegerField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=500)
    created_at = models.DateTimeField(default=timezone.now)
    # The ideas up to this key have their new place.
    reached = models.PositiveBigIntegerField(default=0)
    last = models.PositiveBigIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    objects = HalfLifeChangeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["id"], name="ideas_half_life_running", condition=models.Q(finished_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.before} → {self.after}"

    @property
    def percent(self) -> int:
        """How much of the ideas have followed, by their keys."""
        if self.finished_at or not self.last:
            return 100
        return min(99, 100 * self.reached // self.last)


class SeenIdea(models.Model):
    """That a person has opened an idea, for the order that begins with what is new to them; nobody else sees it."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="seen_ideas")
    idea = models.ForeignKey(Idea, models.CASCADE, related_name="+")
    seen_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["reader", "idea"], name="ideas_seen_once")]

    def __str__(self) -> str:
        return f"{self.reader_id} saw {self.idea_id}"


class UnrememberedReader(models.Model):
    """A person who does not want the site to remember what they opened."""

    reader = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", primary_key=True)

    def __str__(self) -> str:
        return str(self.reader_id)
