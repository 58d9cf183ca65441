"""What each person is told, and whether the mail about it has gone."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from participation.events.models import Event


class NoticeQuerySet(models.QuerySet["Notice"]):
    def due(self) -> Self:
        """Notices whose mail should have gone by now."""
        return self.filter(mailed_at=None, mail_due_at__lte=timezone.now())

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notice(models.Model):
    """One event that concerns one person. Written once per person and event, however often the event is delivered."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    mail_due_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    mail_attempts = models.PositiveSmallIntegerField(default=0)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "event"], name="notifications_once_each")]
        indexes: ClassVar = [
            models.Index(fields=["user", "-id"], name="notifications_of"),
            models.Index(fields=["user"], condition=models.Q(read_at=None), name="notifications_unread"),
            models.Index(fields=["mail_due_at"], condition=models.Q(mailed_at=None), name="notifications_due"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} ← {self.event_id}"
