"""What the public body does, told once for all the ideas that it answers."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from participation.accounts.models import Department
from participation.consultations.models import Place, Topic

from ..models import Idea


class ResultQuerySet(models.QuerySet["Result"]):
    def with_names(self) -> Self:
        """All that a row of a list shows, in one query."""
        return self.select_related("department", "topic", "place")

    def answering(self, idea: Idea) -> Self:
        """The results of one idea."""
        return self.filter(links__idea=idea)


class Result(models.Model):
    """A piece of work of the public body, with its steps and how far it has come."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        UNDERWAY = "underway", _("Underway")
        DONE = "done", _("Carried out")
        STOPPED = "stopped", _("Stopped")

    title = models.CharField(_("What is done"), max_length=160)
    slug = models.CharField(max_length=130, editable=False)
    text = models.TextField(_("What it is about"), max_length=10_000)
    html = models.TextField(editable=False)
    language = models.CharField(max_length=10, blank=True, db_default="", editable=False)
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, related_name="results", verbose_name=_("department")
    )
    topic = models.ForeignKey(
        Topic, models.SET_NULL, null=True, blank=True, related_name="results", verbose_name=_("topic")
    )
    place = models.ForeignKey(
        Place, models.SET_NULL, null=True, blank=True, related_name="results", verbose_name=_("place")
    )
    cost = models.PositiveBigIntegerField(_("cost"), null=True, blank=True)
    starts_on = models.DateField(_("begins on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    percent = models.PositiveSmallIntegerField(default=0, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED, editable=False)
    stopped_reason = models.TextField(blank=True, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    ideas = models.ManyToManyField(Idea, through="ResultLink", related_name="results")

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(percent__lte=100), name="result_per_cent"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-changed_at", "-id"], name="result_latest"),
            models.Index(fields=["state", "-changed_at", "-id"], name="result_in_state"),
            models.Index(fields=["department", "-changed_at", "-id"], name="result_of_department"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("results:detail", args=[self.pk, self.slug])

    def name(self, title: str) -> None:
        """Set the title and the address that follows from it."""
        self.title = title
        self.slug = slugify(title, allow_unicode=True)[:130].strip("-") or "-"

    @property
    def is_stopped(self) -> bool:
        return self.state == self.State.STOPPED


class ResultLink(models.Model):
    """A result answers an idea; who said so, and when."""

    result = models.ForeignKey(Result, models.CASCADE, related_name="links")
    idea = models.ForeignKey(Idea, models.CASCADE, related_name="result_links")
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    linked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["result", "idea"], name="result_linked_once")]

    def __str__(self) -> str:
        return f"{self.result_id} → {self.idea_id}"


class Milestone(models.Model):
    """A step of the work with the day by which it is promised, and the day on which it was reached."""

    result = models.ForeignKey(Result, models.CASCADE, related_name="milestones")
    title = models.CharField(_("step"), max_length=120)
    due_on = models.DateField(_("by"), null=True, blank=True)
    reached_on = models.DateField(_("reached on"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    def is_late_at(self, day: date) -> bool:
        return self.reached_on is None and self.due_on is not None and self.due_on < day


class ResultReport(models.Model):
    """What the department told of the work at one time. Never changed: a correction is another report."""

    result = models.ForeignKey(Result, models.CASCADE, related_name="reports")
    percent = models.PositiveSmallIntegerField(_("per cent"))
    before = models.PositiveSmallIntegerField()
    text = models.TextField(_("what was done"), max_length=5_000)
    html = models.TextField(editable=False)
    language = models.CharField(max_length=10, blank=True, db_default="", editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(percent__lte=100), name="result_report_per_cent")
        ]

    def __str__(self) -> str:
        return f"{self.percent}%"

    @property
    def is_correction(self) -> bool:
        """The work had not come as far as was told before."""
        return self.percent < self.before
