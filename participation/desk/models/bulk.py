"""One state for many ideas, set by the worker one after the other."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.life import Status
from ideas.models import AnswerReason, Idea


class BulkJob(models.Model):
    """What is to be done, by whom and with which words; how far it came is counted in its items."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    to = models.CharField(_("state"), max_length=20, choices=Status)
    reason = models.TextField(_("reason"), max_length=20_000)
    chosen_reason = models.ForeignKey(AnswerReason, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    # Mails wait for the whole job, so that whoever supported ten of the ideas gets one.
    mails_released_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=models.Q(finished_at=None), name="desk_bulk_unfinished"),
            models.Index(fields=["id"], condition=models.Q(mails_released_at=None), name="desk_bulk_mails_held"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} → {self.to}"


class BulkItemQuerySet(models.QuerySet["BulkItem"]):
    def waiting(self) -> Self:
        return self.filter(outcome="")

    def refused(self) -> Self:
        return self.filter(outcome=BulkItem.Outcome.REFUSED)


class BulkItem(models.Model):
    """One idea of a job. Its outcome is written in the transaction that moves the idea: nothing is done twice."""

    class Outcome(models.TextChoices):
        DONE = "done", _("done")
        ASKED = "asked", _("prepared, waits for approval")
        REFUSED = "refused", _("refused")

    job = models.ForeignKey(BulkJob, models.CASCADE, related_name="items")
    idea = models.ForeignKey(Idea, models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    words = models.CharField(max_length=300, blank=True)

    objects = BulkItemQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["job", "idea"], name="desk_bulk_each_idea_once")]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=models.Q(outcome=""), name="desk_bulk_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.job_id}: {self.idea_id}"
