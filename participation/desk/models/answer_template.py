"""Answers that are begun the same way many times."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.life import ANSWERS
from participation.accounts.models import Department, User


class AnswerTemplateQuerySet(models.QuerySet["AnswerTemplate"]):
    def for_user(self, user: User) -> Self:
        """Those of one's department, and those of all."""
        return self.filter(models.Q(department=None) | models.Q(department=user.department_id))


class AnswerTemplate(models.Model):
    """How an answer begins. ``{title}`` and the like are filled in from the idea."""

    name = models.CharField(_("name"), max_length=80)
    department = models.ForeignKey(
        Department, models.CASCADE, null=True, related_name="+", verbose_name=_("department")
    )
    decision = models.CharField(
        _("decision"),
        max_length=20,
        choices=[(status.value, status.label) for status in ANSWERS],
        blank=True,
    )
    text = models.TextField(_("text"), max_length=10_000)
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    edited_at = models.DateTimeField(default=timezone.now)

    objects = AnswerTemplateQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
