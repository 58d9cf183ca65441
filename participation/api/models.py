"""Answers that were given once and are given again to whoever repeats the same request with the same key."""

from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

KEPT_FOR = timedelta(hours=48)
LONGEST_KEY = 255


class IdempotencyRecordQuerySet(models.QuerySet["IdempotencyRecord"]):
    def outdated(self) -> Self:
        return self.filter(created_at__lt=timezone.now() - KEPT_FOR)


class IdempotencyRecord(models.Model):
    """One key of one person, and the answer it stands for; written in the transaction of the change itself."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=LONGEST_KEY)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = IdempotencyRecordQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["owner", "key"], name="api_one_answer_per_key")]
        indexes: ClassVar = [models.Index(fields=["created_at"], name="api_answers_by_age")]

    def __str__(self) -> str:
        return self.key
