"""An append-only log of votes that says nothing about who voted, and proves that nothing in it was changed."""

from typing import ClassVar

from django.db import models
from django.utils import timezone


class Ledger(models.Model):
    """One row: the secret under which pseudonyms are made, and the lock of whoever seals."""

    pseudonym_key = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return "ledger"

    @classmethod
    def the_one(cls) -> "Ledger":
        return cls.objects.get(pk=1)


class QueuedLeaf(models.Model):
    """A leaf written in the transaction of its vote, waiting to be sealed. Rows come and go; none is ever changed."""

    text = models.TextField()
    receipt = models.BinaryField(max_length=32)
    voter = models.BinaryField(max_length=16)
    # The key of what must be over before the leaf may be sealed: until then, the log would tell what is hidden.
    waits_for = models.PositiveBigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], name="ledger_queued_ready", condition=models.Q(waits_for=None)),
            models.Index(fields=["receipt"], name="ledger_queued_receipt"),
            models.Index(fields=["voter", "id"], name="ledger_queued_voter"),
        ]

    def __str__(self) -> str:
        return self.text


class Leaf(models.Model):
    """A sealed leaf at its place in the log. The text is exactly what was hashed; receipt and voter are for finding."""

    index = models.BigIntegerField(primary_key=True)
    text = models.TextField()
    receipt = models.BinaryField(max_length=32, unique=True)
    voter = models.BinaryField(max_length=16)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["voter", "index"], name="ledger_leaf_voter")]

    def __str__(self) -> str:
        return f"{self.index}: {self.text}"


class Node(models.Model):
    """The hash of a complete subtree, so that a proof needs a few rows; small ones are made from their leaves."""

    # Where it stands when the tree is read from left to right: see ``tree.position_of``.
    position = models.BigIntegerField(primary_key=True)
    digest = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return str(self.position)


class SigningKey(models.Model):
    """A public key that signed heads; old ones stay, so that old heads can still be checked."""

    id = models.CharField(primary_key=True, max_length=16)
    public_key = models.BinaryField(max_length=32)
    first_used_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.id


class Head(models.Model):
    """A signed statement of what the whole log was at one size; it names the head before it."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    previous_size = models.BigIntegerField(null=True)
    previous_root = models.BinaryField(max_length=32, null=True)
    sealed_at = models.DateTimeField()
    key = models.ForeignKey(SigningKey, models.PROTECT, related_name="heads")
    signed = models.TextField()
    signature = models.BinaryField(max_length=64)

    def __str__(self) -> str:
        return f"{self.size}"

    @classmethod
    def latest_one(cls) -> "Head | None":
        return cls.objects.order_by("-size").first()
