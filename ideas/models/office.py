"""What the public body says and does, and the supporters' word on it."""

import hashlib
import json
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.accounts.models import Department, Named

from ..life import ANSWERS, Status
from ..promises import Promise
from .idea import Idea


class AnswerReason(Named):
    """One of the reasons that answers are given for, kept by editors; an answer adds its own words."""

    decision = models.CharField(
        _("decision"),
        max_length=20,
        choices=[(status.value, status.label) for status in ANSWERS],
        blank=True,
        help_text=_("The decision that it is offered for; empty for all."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_offered = models.BooleanField(_("offered"), default=True)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        verbose_name = _("reason of answers")
        verbose_name_plural = _("reasons of answers")


class AnswerQuerySet(models.QuerySet["Answer"]):
    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def prepared(self) -> Self:
        return self.filter(published_at=None)

    def awaiting_approval(self) -> Self:
        return self.prepared().filter(approval_asked_at__isnull=False, approved_at=None)

    def due_to_go_out(self) -> Self:
        return self.prepared().filter(publish_at__lte=timezone.now())


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
    chosen_reason = models.ForeignKey(
        AnswerReason, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("reason from the list")
    )
    promise = models.JSONField(null=True, editable=False)
    publish_at = models.DateTimeField(null=True, editable=False)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    plan_failed = models.CharField(max_length=300, blank=True, db_default="", editable=False)
    approval_asked_at = models.DateTimeField(null=True, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["publish_at"], name="idea_answer_planned", condition=models.Q(published_at=None)),
        ]
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

    @property
    def promised(self) -> Promise:
        return Promise.kept(self.promise)

    @property
    def wording(self) -> dict[str, Any]:
        """All that goes out with it: what an approval is given for, word for word."""
        return {
            "status": self.status,
            "reason": self.reason,
            "chosen_reason": str(self.chosen_reason) if self.chosen_reason else "",
            "promise": self.promise,
        }

    @property
    def fingerprint(self) -> str:
        """Changes with every word of it."""
        keyed = {**self.wording, "chosen_reason": self.chosen_reason_id}
        return hashlib.sha256(json.dumps(keyed, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    @property
    def needs_approval(self) -> bool:
        """Whether a colleague must approve it before it goes out."""
        office = self.idea.department or self.department
        return office is not None and office.answers_need_approval

    @property
    def is_approved(self) -> bool:
        return self.approved_at is not None


class AnswerApproval(models.Model):
    """A colleague's word on an answer before it goes out, with the exact text that it is about. Never changed."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="approvals")
    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    is_approval = models.BooleanField()
    words = models.TextField(blank=True)
    wording = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.is_approval}"


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
