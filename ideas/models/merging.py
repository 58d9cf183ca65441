"""Ideas that say the same, made one and taken apart again; and ideas that were two."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from .idea import Idea


class MergeQuerySet(models.QuerySet["Merge"]):
    def standing(self) -> Self:
        """Those that were not undone."""
        return self.filter(undone_at=None)

    def unfinished(self) -> Self:
        """Those whose supporters are still on their way, there or back."""
        return self.filter(
            models.Q(undone_at=None, carried_at=None) | models.Q(undone_at__isnull=False, returned_at=None)
        )

    def newest_first(self) -> Self:
        return self.order_by("-pk")


class Merge(models.Model):
    """One idea taken into another: who, when, why, and how far its supporters have come. Never deleted: it is the log.

    The votes of the source stay as they are, which is why undoing it gives both ideas back exactly.
    """

    source = models.ForeignKey(Idea, models.CASCADE, related_name="merges")
    target = models.ForeignKey(Idea, models.CASCADE, related_name="merges_in")
    source_status = models.CharField(max_length=20)
    target_status = models.CharField(max_length=20)
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    merged_at = models.DateTimeField(default=timezone.now)
    reason = models.TextField()
    # Supporters up to this account have been carried: where the worker goes on.
    carried_to = models.PositiveBigIntegerField(default=0)
    carried_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_reason = models.TextField(blank=True)
    returned_at = models.DateTimeField(null=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source"], condition=models.Q(returned_at=None), name="idea_merged_once_at_a_time"
            ),
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="idea_merged_into_another"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["id"],
                name="idea_merges_under_way",
                condition=models.Q(undone_at=None, carried_at=None)
                | models.Q(undone_at__isnull=False, returned_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"

    @property
    def is_undone(self) -> bool:
        return self.undone_at is not None

    @property
    def is_under_way(self) -> bool:
        return self.returned_at is None if self.is_undone else self.carried_at is None


class CarriedVote(models.Model):
    """What a merge means for one supporter of its source: at most one vote on the target comes of all its merges."""

    class State(models.TextChoices):
        CARRIED = "carried"  # their vote on the target stands because of the source
        OWN = "own"  # they said something about the target themselves
        LEFT = "left"  # they took the carried support back
        HELD = "held"  # it does not count: not yet at the source, or the target asks for more of its voters
        RETURNED = "returned"  # the merge is undone

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="carried")
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["merge", "voter"], name="idea_carried_once")]
        indexes: ClassVar = [
            models.Index(fields=["voter", "merge"], name="idea_carried_by_voter"),
            models.Index(fields=["merge", "state", "voter"], name="idea_carried_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.merge_id}/{self.voter_id}: {self.state}"


class MergeProposalQuerySet(models.QuerySet["MergeProposal"]):
    def open(self) -> Self:
        """Those that nobody has decided on."""
        return self.filter(settled_at=None)

    def with_names(self) -> Self:
        return self.select_related("source__consultation", "target", "proposed_by")


class MergeProposal(models.Model):
    """Somebody's word that an idea says the same as another; whoever may merge decides, and tells them."""

    source = models.ForeignKey(Idea, models.CASCADE, related_name="merge_proposals")
    target = models.ForeignKey(Idea, models.CASCADE, related_name="+")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    accepted = models.BooleanField(null=True)
    answer = models.TextField(blank=True)

    objects = MergeProposalQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "target"], condition=models.Q(settled_at=None), name="idea_merge_proposed_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], name="idea_merges_proposed", condition=models.Q(settled_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.source_id} = {self.target_id}"


class Split(models.Model):
    """One idea that was several: who divided it, when and why. The parts name it as ``split_from``."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="splits")
    status = models.CharField(max_length=20)
    split_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    split_at = models.DateTimeField(default=timezone.now)
    reason = models.TextField()
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_reason = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["idea"], condition=models.Q(undone_at=None), name="idea_split_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.idea_id}"


class SplitChoice(models.Model):
    """A supporter of a divided idea went on to a part, so that the vote spent on the whole is free again, once."""

    split = models.ForeignKey(Split, models.CASCADE, related_name="choices")
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["split", "voter"], name="idea_split_chosen_once")]

    def __str__(self) -> str:
        return f"{self.split_id}/{self.voter_id}"
