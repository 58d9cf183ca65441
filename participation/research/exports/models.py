"""An export that was asked for, how far it is, and where its file is."""

import secrets
from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from ..results import LONGEST_ADDRESS, Asked, read

KEPT = timedelta(days=7)
LEASE = timedelta(minutes=5)


def new_token() -> str:
    """Whoever knows it may take the file: it cannot be guessed."""
    return secrets.token_urlsafe(24)


class ExportQuerySet(models.QuerySet["Export"]):
    def unfinished(self) -> Self:
        return self.filter(state__in=(Export.State.WAITING, Export.State.RUNNING))

    def free(self) -> Self:
        """Unfinished ones on which nobody works, or whose worker has died."""
        nobody = Q(leased_until=None) | Q(leased_until__lte=timezone.now())
        return self.unfinished().filter(nobody)


class Export(models.Model):
    """What to write, and how far the worker has come: whoever goes on begins after the last part that stands."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("state of an export", "waiting")
        RUNNING = "running", pgettext_lazy("state of an export", "being made")
        READY = "ready", pgettext_lazy("state of an export", "ready")
        FAILED = "failed", pgettext_lazy("state of an export", "failed")
        CANCELLED = "cancelled", pgettext_lazy("state of an export", "cancelled")
        EXPIRED = "expired", pgettext_lazy("state of an export", "expired")
        WITHDRAWN = "withdrawn", pgettext_lazy("state of an export", "withdrawn")

    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="exports")
    address = models.CharField(max_length=LONGEST_ADDRESS)
    title = models.CharField(max_length=300)
    formats = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    # Where to go on: the last row of the last part.
    after_value = models.CharField(max_length=40, blank=True)
    after_pk = models.BigIntegerField(default=0)
    parts = models.PositiveIntegerField(default=0)
    is_gathered = models.BooleanField(default=False)
    is_tidied = models.BooleanField(default=False)
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Those since the last part: whoever is killed over the next one is no reason to give up what gets on.
    vain_attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    row_count = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    ids_sha256 = models.CharField(max_length=64, blank=True)
    ids = models.BinaryField(null=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["owner", "-id"], name="exports_of"),
            models.Index(fields=["id"], condition=Q(state__in=["waiting", "running"]), name="exports_unfinished"),
            models.Index(fields=["expires_at"], condition=Q(state="ready"), name="exports_ready"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("exports:export", args=[self.token])

    @property
    def asked(self) -> Asked:
        return read(self.address)

    @property
    def is_unfinished(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY

    @property
    def file_name(self) -> str:
        return f"madang-export-{timezone.localdate(self.created_at).isoformat()}-{self.pk}.zip"

    @property
    def path(self) -> str:
        """Where the storage keeps the file."""
        return self.path_of(self.attempts)

    def path_of(self, attempt: int) -> str:
        """Each try writes a file of its own: what another one left half-written is never handed out."""
        return f"exports/{self.token}/{attempt}/{self.file_name}"

    def part_path(self, number: int) -> str:
        return f"exports/{self.token}/part-{number:06d}.jsonl"
