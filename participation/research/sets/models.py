"""A search that tells what is new, and a set of results that is cited."""

import secrets
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..results import LONGEST_ADDRESS, Asked, read

MORNING = 8
# Letters and digits that nobody takes for another one.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


class Pace(models.TextChoices):
    DAILY = "daily", pgettext_lazy("pace of mail", "Every day, together")
    WEEKLY = "weekly", pgettext_lazy("pace of mail", "Every Monday, together")
    NEVER = "never", pgettext_lazy("pace of mail", "No mail, only as a feed")


def next_mail(pace: str, now: datetime) -> datetime | None:
    """The morning on which the next mail goes."""
    here = timezone.localtime(now)
    morning = here.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    if morning <= here:
        morning += timedelta(days=1)
    if pace == Pace.DAILY:
        return morning
    if pace == Pace.WEEKLY:
        return morning + timedelta(days=-morning.weekday() % 7)
    return None


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def due(self) -> Self:
        return self.filter(due_at__lte=timezone.now(), paused_at=None)


class SavedSearch(models.Model):
    """Somebody wants to hear what is newly found. ``seen`` is the last document that was looked at."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches")
    name = models.CharField(_("name"), max_length=100)
    address = models.CharField(max_length=LONGEST_ADDRESS, editable=False)
    pace = models.CharField(_("How often should we write?"), max_length=10, choices=Pace, default=Pace.DAILY)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    paused_at = models.DateTimeField(null=True, editable=False)
    seen = models.BigIntegerField(default=0, editable=False)
    # Hits near ``seen`` that were told: what was on its way then has a lower number, and is not told twice.
    told = models.JSONField(default=list, editable=False)
    due_at = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    mailed_at = models.DateTimeField(null=True, editable=False)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "address"], name="sets_saved_once_each")]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=Q(paused_at=None), name="sets_due"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def asked(self) -> Asked:
        return read(self.address)

    @property
    def url(self) -> str:
        return f"{reverse('search:results')}?{self.address}&sort=date"

    @property
    def feed_url(self) -> str:
        return f"{reverse('feeds:search')}?{self.address}&lang={self.user.language}"


def new_code() -> str:
    """A name for ever: the house, the year, and enough chance that nobody guesses another one."""
    chance = "".join(secrets.choice(_ALPHABET) for _each in range(10))
    return f"{settings.REFERENCE_PREFIX.lower()}.set.{timezone.localdate().year}.{chance}"


class ResultSet(models.Model):
    """What a search found at one time, to be cited. It never changes; only what is found now is compared with it."""

    class State(models.TextChoices):
        MAKING = "making", pgettext_lazy("state of a set", "being made")
        READY = "ready", pgettext_lazy("state of a set", "ready")

    code = models.CharField(max_length=60, unique=True, default=new_code, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="result_sets", editable=False
    )
    address = models.CharField(max_length=LONGEST_ADDRESS)
    title = models.CharField(max_length=300)
    language = models.CharField(max_length=10)
    tree = models.JSONField(default=dict)
    engine = models.CharField(max_length=40)
    normaliser = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.MAKING)
    made_at = models.DateTimeField(default=timezone.now)
    count = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    # Null until it is made.
    ids = models.BinaryField(null=True)
    leased_until = models.DateTimeField(null=True)
    compared_at = models.DateTimeField(null=True)
    # How many there are now, how many of each difference, and with what that was found out; which ones, by difference.
    comparison = models.JSONField(default=dict)
    differences = models.BinaryField(null=True)
    # Somebody looked at a set that is too large to be compared while they waited.
    comparison_asked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("result set")
        verbose_name_plural = _("result sets")
        indexes: ClassVar = [
            models.Index(fields=["owner", "-id"], name="sets_of"),
            models.Index(fields=["id"], condition=Q(state="making"), name="sets_being_made"),
            models.Index(
                fields=["comparison_asked_at"],
                condition=Q(comparison_asked_at__isnull=False),
                name="sets_to_be_compared",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("sets:set", args=[self.code])

    @property
    def asked(self) -> Asked:
        return read(self.address)

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY


class WordCount(models.Model):
    """The words of a set, of every document and from end to end: counted once, and kept as they were then."""

    kept = models.OneToOneField(ResultSet, models.CASCADE, related_name="word_count")
    asked_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField(null=True)
    normaliser = models.PositiveSmallIntegerField(default=0)
    words = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("count of words")
        verbose_name_plural = _("counts of words")
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(counted_at=None), name="sets_words_to_count"),
        ]

    def __str__(self) -> str:
        return str(self.kept)

    def get_absolute_url(self) -> str:
        return reverse("sets:words", args=[self.kept.code])
