"""Votes are django-voting's rows; beside them stands what a person has left where votes are limited."""

from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models


class VersionedVote(models.Model):
    """A vote as it is stored: django-voting's row, with the column of ours that says which version it was cast for."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    content_type = models.ForeignKey(ContentType, models.DO_NOTHING, related_name="+")
    object_id = models.TextField()
    vote = models.SmallIntegerField()
    time_stamp = models.DateTimeField()
    version = models.PositiveIntegerField(db_default=1)

    class Meta:
        # The rows come and go with django-voting's own model; this one is for reading.
        managed = False
        db_table = "votes"

    def __str__(self) -> str:
        return f"{self.user_id} on {self.object_id}: {self.vote:+} (version {self.version})"


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


class Ballot(models.Model):
    """A vote where a person's votes count from a minimum on; whether it does. Elsewhere there is none."""

    voter = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    scope_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    scope_id = models.PositiveBigIntegerField()
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    value = models.SmallIntegerField()
    is_counted = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["voter", "content_type", "object_id"], name="votes_one_ballot"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["content_type", "object_id"],
                name="votes_uncounted_ballots",
                condition=models.Q(is_counted=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voter_id} on {self.object_id}: {self.value:+}"
