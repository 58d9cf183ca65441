"""What happened, and who still has to be told: events are the audit trail, the outbox and each thing's life-line."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.utils import timezone

from participation.asking import first_row

from . import watermark


class EventQuerySet(models.QuerySet["Event"]):
    def about(self, target: models.Model) -> Self:
        return self.filter(content_type=ContentType.objects.get_for_model(target), object_id=target.pk)

    def public(self) -> Self:
        return self.filter(is_public=True)

    def settled(self) -> Self:
        """Without those that an earlier one, not committed yet, could still come before."""
        last = watermark.settled()
        return self if last is None else self.filter(pk__lte=last)

    def in_order(self) -> Self:
        return self.order_by("pk")


class Event(models.Model):
    """Something that happened, written in the transaction that made it happen. Never changed afterwards."""

    verb = models.CharField(max_length=60)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    capacity = models.CharField(max_length=10, blank=True)
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    payload = models.JSONField(default=dict)
    is_public = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["content_type", "object_id", "id"], name="events_by_target"),
            models.Index(fields=["id"], condition=models.Q(is_public=True), name="events_public"),
            # A life-line is a few public events among a hundred thousand votes.
            models.Index(
                fields=["content_type", "object_id", "id"], condition=models.Q(is_public=True), name="events_life_line"
            ),
            models.Index(fields=["actor", "id"], name="events_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} #{self.pk}"

    def write(self) -> None:
        """As ``save`` would the first time; no row is written more often, and each vote waits for one."""
        fields = [field for field in self._meta.concrete_fields if not field.primary_key]
        said = {field.attname: field.get_db_prep_save(field.pre_save(self, True), connection) for field in fields}
        (self.pk,) = first_row(_WRITE, said)
        self._state.adding, self._state.db = False, DEFAULT_DB_ALIAS


_NAMES = [field.attname for field in Event._meta.concrete_fields if not field.primary_key]
_WRITE = (
    f"INSERT INTO events_event ({', '.join(_NAMES)})"  # noqa: S608  # made of the columns' names
    f" VALUES ({', '.join(f'%({name})s' for name in _NAMES)}) RETURNING id"
)


class Delivery(models.Model):
    """One event still owed to one subscriber; the row goes when it was delivered, and stays with its error when not."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="deliveries")
    subscriber = models.CharField(max_length=60)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    failed_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "subscriber"], name="events_one_delivery_per_subscriber")
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at", "id"], condition=models.Q(failed_at=None), name="events_due")
        ]

    def __str__(self) -> str:
        return f"{self.subscriber} ← event {self.event_id}"


class Heartbeat(models.Model):
    """When a worker was last seen at work; one row."""

    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.seen_at)

    @classmethod
    def beat(cls) -> None:
        """Say that the worker lives, at most every ten seconds."""
        now = timezone.now()
        fresh = now - timedelta(seconds=10)
        if not cls.objects.filter(pk=1, seen_at__gt=fresh).exists():
            cls.objects.update_or_create(pk=1, defaults={"seen_at": now})

    @classmethod
    def last(cls) -> datetime | None:
        return cls.objects.values_list("seen_at", flat=True).first()
