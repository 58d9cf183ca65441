"""What people report, and what became of it."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> Self:
        return self.filter(settled_at=None)

    def about(self, target: models.Model) -> Self:
        return self.filter(content_type=ContentType.objects.get_for_model(target), object_id=target.pk)


class Report(models.Model):
    """One person's word that a contribution breaks the house rules. Settled reports stay, and a new one may follow."""

    class Reason(models.TextChoices):
        INSULT = "insult", _("Insult or hate")
        PERSONAL = "personal", _("Personal data of somebody")
        SPAM = "spam", _("Advertising or spam")
        FALSE = "false", _("False statement about somebody")
        ILLEGAL = "illegal", _("Against the law")
        OTHER = "other", _("Something else")

    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="reports")
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    text = models.TextField(_("explanation"), max_length=1000, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    upheld = models.BooleanField(null=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["reporter", "content_type", "object_id"],
                condition=models.Q(settled_at=None),
                name="moderation_one_open_report_each",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["content_type", "object_id"], name="moderation_reports_of")]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} #{self.pk}"
