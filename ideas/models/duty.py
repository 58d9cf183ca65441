"""What the public body owes for an idea, written down when it was promised."""

from datetime import UTC, datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participation.accounts.models import Department
from participation.consultations.ladder import FINAL, Obligation

from .idea import Idea

# The position of what is owed although no rung was reached.
WITHOUT_RUNG = 0
# Figures that say they were made then are worked out anew.
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


class DutyQuerySet(models.QuerySet["Duty"]):
    def open(self) -> Self:
        """Owed now."""
        return self.filter(fulfilled_at=None, lapsed_at=None)

    def public(self) -> Self:
        """Of ideas that everybody may see."""
        return self.filter(idea__hidden_at=None)

    def overdue(self) -> Self:
        return self.open().filter(due_at__lt=timezone.now())

    def by_day(self) -> Self:
        """The most pressing first."""
        return self.order_by("due_at", "pk")


class Duty(models.Model):
    """One thing owed for one idea. It repeats what its rung said, so that a later ladder changes no promise."""

    class Lapse(models.TextChoices):
        """Why nothing is owed any more although nothing was done."""

        FELL_BELOW = "fell_below", _("Support fell below the threshold")
        RETIRED = "retired", _("The idea was taken back")
        MERGED = "merged", _("The idea was merged into another one")

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="duties")
    position = models.PositiveSmallIntegerField()
    supporters = models.PositiveIntegerField(null=True)
    obliges = models.CharField(max_length=12, choices=Obligation, default=Obligation.ANSWER)
    title = models.CharField(max_length=80, blank=True)
    translations = models.JSONField(default=dict, blank=True)
    department = models.ForeignKey(Department, models.SET_NULL, null=True, related_name="duties")
    days = models.PositiveSmallIntegerField()
    in_working_days = models.BooleanField(default=False)
    goes_on = models.BooleanField(default=False)
    falls_back = models.BooleanField(default=False)
    remind_days = models.PositiveSmallIntegerField(default=5)
    extensions_at_most = models.PositiveSmallIntegerField(null=True)

    met_at = models.DateTimeField()
    due_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    fulfilled_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    report = models.TextField(blank=True)
    lapsed_at = models.DateTimeField(null=True)
    lapse = models.CharField(max_length=12, choices=Lapse, blank=True)

    reminded_at = models.DateTimeField(null=True)
    escalation = models.PositiveSmallIntegerField(default=0)
    escalated_at = models.DateTimeField(null=True)
    # When the figures of its department have to be worked out anew.
    changed_at = models.DateTimeField(auto_now=True, db_default=Now())

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["idea", "position"],
                condition=models.Q(fulfilled_at=None, lapsed_at=None),
                name="idea_duty_owed_once",
            ),
            models.CheckConstraint(
                condition=models.Q(fulfilled_at=None) | models.Q(lapsed_at=None), name="idea_duty_done_or_lapsed"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["department", "due_at", "id"],
                name="idea_duty_owed",
                condition=models.Q(fulfilled_at=None, lapsed_at=None),
            ),
            models.Index(
                fields=["due_at", "id"],
                name="idea_duty_clock",
                condition=models.Q(fulfilled_at=None, lapsed_at=None),
            ),
            models.Index(
                fields=["department", "fulfilled_at"],
                name="idea_duty_done",
                condition=models.Q(fulfilled_at__isnull=False),
            ),
            models.Index(fields=["changed_at"], name="idea_duty_changed"),
        ]

    def __str__(self) -> str:
        return f"{self.idea_id}: {self.local_title}"

    @property
    def local_title(self) -> str:
        return self.translations.get(get_language() or "") or self.title or str(Obligation(self.obliges).label)

    @property
    def is_open(self) -> bool:
        return self.fulfilled_at is None and self.lapsed_at is None

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_at < timezone.now()

    @property
    def is_final(self) -> bool:
        """Whether an answer fulfils it; the others are fulfilled by a report of what was done."""
        return self.obliges in FINAL

    @property
    def was_in_time(self) -> bool:
        return self.fulfilled_at is not None and self.fulfilled_at <= self.due_at

    @property
    def remind_at(self) -> datetime:
        return self.due_at - timedelta(days=self.remind_days)

    @property
    def days_left(self) -> int:
        """Whole calendar days until it is due; negative once it is late."""
        return (timezone.localdate(self.due_at) - timezone.localdate()).days

    @property
    def extensions_left(self) -> int | None:
        """How often the date may still be put off; None without a limit."""
        if self.extensions_at_most is None:
            return None
        return max(self.extensions_at_most - self.extensions.count(), 0)


class DutyExtension(models.Model):
    """A date that was put off: who did it, from which day to which, and why. Everybody can read it."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="extensions")
    due_before = models.DateTimeField()
    due_after = models.DateTimeField()
    reason = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(due_after__gt=models.F("due_before")), name="idea_duty_put_off_to_later"
            )
        ]

    def __str__(self) -> str:
        return f"{self.duty_id}: {self.due_after:%Y-%m-%d}"


class DepartmentFigures(models.Model):
    """How a department keeps its dates, worked out by the worker from its duties; pages only read it."""

    department = models.OneToOneField(Department, models.CASCADE, related_name="figures")
    owed = models.PositiveIntegerField(default=0)
    overdue = models.PositiveIntegerField(default=0)
    # Of the last twelve months.
    due = models.PositiveIntegerField(default=0)
    in_time = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    decided = models.PositiveIntegerField(default=0)
    adopted = models.PositiveIntegerField(default=0)
    median_days = models.FloatField(null=True)
    shortest_days = models.FloatField(null=True)
    longest_days = models.FloatField(null=True)
    # One entry a month, oldest first: {"month": "2026-11", "answered": 3, "in_time": 2, "median_days": 12.5}.
    months = models.JSONField(default=list)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-overdue", "-owed", "department__name"]

    def __str__(self) -> str:
        return f"{self.department_id}: {self.owed}"
