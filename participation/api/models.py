"""Answers that were given once and are given again to whoever repeats the same request with the same key."""

from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.utils import timezone

from participation.accounts.models import User
from participation.asking import first_row

KEPT_FOR = timedelta(hours=48)
LONGEST_KEY = 255


class IdempotencyRecordQuerySet(models.QuerySet["IdempotencyRecord"]):
    def outdated(self) -> Self:
        return self.filter(created_at__lt=timezone.now() - KEPT_FOR)

    def claim(self, *, owner: User, key: str, fingerprint: str) -> tuple["IdempotencyRecord", bool]:
        """Write the key down, or find what it stands for; whether it is new. Waits for another request that has it.

        One statement for what Django asks in four.
        """
        record = IdempotencyRecord(owner=owner, key=key, fingerprint=fingerprint)
        created_at = connection.ops.adapt_datetimefield_value(record.created_at)
        said = {"owner": owner.pk, "key": key, "fingerprint": fingerprint, "created_at": created_at}
        if (written := first_row(_CLAIM, said)) is None:
            return self.get(owner=owner, key=key), False
        (record.pk,) = written
        record._state.adding, record._state.db = False, DEFAULT_DB_ALIAS
        return record, True


_CLAIM = """
    INSERT INTO api_idempotencyrecord (owner_id, key, fingerprint, status, body, created_at)
    VALUES (%(owner)s, %(key)s, %(fingerprint)s, 0, '', %(created_at)s)
    ON CONFLICT (owner_id, key) DO NOTHING RETURNING id
"""
_ANSWER = "UPDATE api_idempotencyrecord SET status = %(status)s, body = %(body)s WHERE id = %(id)s"


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

    def answer(self, status: int, body: str) -> None:
        """Keep what was answered."""
        self.status, self.body = status, body
        first_row(_ANSWER, {"status": status, "body": body, "id": self.pk})
