"""What people signed on paper, and what an official wrote down for somebody at a counter."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from participation.accounts.models import Department, IdentityKey, IdentityLevel, User

from ..models import Idea


class SheetQuerySet(models.QuerySet["SignatureSheet"]):
    def with_names(self) -> Self:
        return self.select_related("idea", "entered_by", "checked_by", "undo_asked_by", "undone_by")

    def waiting(self) -> Self:
        """For a second person: those to be counted, and those that somebody wants to take back."""
        return self.filter(models.Q(state=SignatureSheet.State.ENTERED) | models.Q(undo_asked_at__isnull=False))

    def settled(self) -> Self:
        return self.exclude(state=SignatureSheet.State.ENTERED).filter(undo_asked_at=None)

    def waiting_for(self, user: User) -> Self:
        return self.waiting().exclude(state=SignatureSheet.State.ENTERED, entered_by=user).exclude(undo_asked_by=user)


class SignatureSheet(models.Model):
    """One sheet of signatures for an idea: entered by one official, counted when another one has checked it.

    What was counted through two is taken back by two: one asks, ``undo_asked_at``, and another one agrees.
    """

    class State(models.TextChoices):
        ENTERED = "entered", pgettext_lazy("signature sheet", "Waits for a second person")
        COUNTED = "counted", pgettext_lazy("signature sheet", "Counted")
        UNDONE = "undone", pgettext_lazy("signature sheet", "Taken back")

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="sheets")
    number = models.CharField(_("number of the sheet"), max_length=40)
    state = models.CharField(max_length=10, choices=State, default=State.ENTERED, editable=False)
    scan = models.FileField(_("scanned sheet"), upload_to="paper/%Y/%m/", blank=True)
    scan_name = models.CharField(max_length=200, blank=True, editable=False)
    scan_type = models.CharField(max_length=100, blank=True, editable=False)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now, editable=False)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True, editable=False)
    undo_asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    undo_asked_at = models.DateTimeField(null=True, editable=False)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, editable=False)
    undone_reason = models.TextField(blank=True, editable=False)

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature sheet")
        verbose_name_plural = _("signature sheets")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["idea", "number"], condition=~models.Q(state="undone"), name="sheet_number_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["entered_at"], condition=models.Q(state="entered"), name="sheet_to_check"),
            models.Index(
                fields=["undo_asked_at"], condition=models.Q(undo_asked_at__isnull=False), name="sheet_to_undo"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("paper:sheet", args=[self.pk])


class SheetRow(models.Model):
    """A line of a sheet. What was written on it is not kept: only its keyed hash, and after counting whose it is."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("line of a sheet", "Not counted yet")
        ADDED = "added", pgettext_lazy("line of a sheet", "Added")
        ALREADY = "already", pgettext_lazy("line of a sheet", "Voted already")
        REFUSED = "refused", pgettext_lazy("line of a sheet", "Not allowed")
        UNREADABLE = "unreadable", pgettext_lazy("line of a sheet", "Unreadable")

    sheet = models.ForeignKey(SignatureSheet, models.CASCADE, related_name="rows")
    position = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64, blank=True, editable=False)
    source = models.CharField(max_length=60, blank=True, editable=False)
    level = models.PositiveSmallIntegerField(choices=IdentityLevel, default=IdentityLevel.VERIFIED, editable=False)
    key = models.ForeignKey(IdentityKey, models.SET_NULL, null=True, related_name="+", editable=False)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING, editable=False)
    reason = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["sheet", "position"], name="sheet_row_position_once")]
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return f"{self.position}: {self.outcome}"


class CounterIdea(models.Model):
    """An idea that somebody told at a counter: who wrote it down, and the code with which the person can claim it."""

    idea = models.OneToOneField(Idea, models.CASCADE, related_name="at_counter")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    department = models.ForeignKey(Department, models.SET_NULL, null=True, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now, editable=False)
    is_anonymous = models.BooleanField(default=False)
    consent = models.CharField(_("how the person agreed"), max_length=200)
    claimed_at = models.DateTimeField(null=True, editable=False)

    def __str__(self) -> str:
        return f"{self.idea_id}"
