"""The editions of the open-data set that were published, and whose turn it is to make the next one."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

LEASE = timedelta(hours=2)


class EditionQuerySet(models.QuerySet["Edition"]):
    def offered(self) -> Self:
        """Those whose files anybody may take."""
        return self.filter(withdrawn_at=None)


class Edition(models.Model):
    """One set of files as it was at one time. Its hash stays, also where its files had to go."""

    name = models.CharField(max_length=20, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    # What happened after it may have been too late for its files.
    last_event = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    row_count = models.PositiveBigIntegerField()
    files = models.JSONField(default=list)
    withdrawn_at = models.DateTimeField(null=True)
    files_removed = models.BooleanField(default=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["-made_at"], condition=Q(withdrawn_at=None), name="open_data_offered")
        ]

    def __str__(self) -> str:
        return self.name

    def path_of(self, file: str) -> str:
        """Where the storage keeps one of its files."""
        return f"open-data/{self.name}/{file}"

    @classmethod
    def latest_one(cls) -> "Edition | None":
        return cls.objects.offered().order_by("-made_at", "-pk").first()


class Turn(models.Model):
    """One row: who makes the next edition, until when nobody else tries, and when it was looked at last."""

    leased_until = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.leased_until)

    @classmethod
    def take(cls, now: datetime) -> bool:
        """Whether it is ours; a worker that dies over it leaves it to the next one after a while."""
        cls.objects.get_or_create(pk=1, defaults={"leased_until": now - LEASE})
        return cls.objects.filter(pk=1, leased_until__lte=now).update(leased_until=now + LEASE) == 1

    @classmethod
    def give_back(cls, now: datetime) -> None:
        cls.objects.filter(pk=1).update(leased_until=now, looked_at=now)

    @classmethod
    def last_look(cls) -> datetime | None:
        return cls.objects.filter(pk=1).values_list("looked_at", flat=True).first()
