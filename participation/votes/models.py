"""Votes are django-voting's rows; beside them stands what a person has left where votes are limited."""

from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models


class Allowance(models.Model):
    """How many of a limited number of votes a person has used in a scope (a stage of a consultation)."""

    voter = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    used = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["voter", "content_type", "object_id"], name="votes_one_allowance"),
        ]

    def __str__(self) -> str:
        return f"{self.voter_id}: {self.used}"
