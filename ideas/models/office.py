"""What the public body says and does, and the supporters' word on it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.accounts.models import Department

from ..life import Status
from .idea import Idea


class Answer(models.Model):
    """What the public body says to an idea, prepared and then published; the last published final one counts."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="answers")
    is_interim = models.BooleanField(_("only an interim answer"), default=False)
    status = models.CharField(_("decision"), max_length=20, choices=Status, blank=True)
    reason = models.TextField(_("reason"), max_length=20_000)
    html = models.TextField(editable=False)
    language = models.CharField(_("language"), max_length=10, blank=True, db_default="", editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="answers")
    department = models.ForeignKey(Department, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(is_interim=True, status="") | (models.Q(is_interim=False) & ~models.Q(status="")),
                name="idea_final_answer_decides",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} #{self.pk}"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class ProgressNote(models.Model):
    """How far an accepted idea has come, told by the department in charge."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="progress_notes")
    percent = models.PositiveSmallIntegerField(_("per cent"))
    text = models.TextField(_("what was done"), max_length=5_000)
    html = models.TextField(editable=False)
    language = models.CharField(_("language"), max_length=10, blank=True, db_default="", editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.percent}%"


class Confirmation(models.Model):
    """A supporter's word, after "done", on whether it was."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="confirmations")
    supporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    was_done = models.BooleanField()
    text = models.CharField(_("In your words"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["idea", "supporter"], name="idea_one_confirmation_each")
        ]

    def __str__(self) -> str:
        return f"{self.idea_id}: {self.was_done}"
