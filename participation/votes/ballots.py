"""Votes that count once a person has cast enough of them: which of them do, and which begin or cease to with one more.

All is done under the lock of the person who votes (``casting.cast_vote``).
"""

from collections import Counter
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from participation.accounts.models import User

from .models import Ballot, VersionedVote


@dataclass(frozen=True)
class Turned:
    """An earlier vote of the same person that begins or ceases to count."""

    object_id: int
    value: int
    counts: bool
    version: int


@dataclass(frozen=True)
class Settled:
    """Whether the vote counted before and counts now, and which others turned with it."""

    counted: bool
    counts: bool
    turned: list[Turned]


def settle_ballot(*, voter_id: int, scope: models.Model, target: models.Model, value: int, minimum: int) -> Settled:
    """Note the vote just cast (0: taken back) in the scope where a person's votes count from the minimum on."""
    kind = ContentType.objects.get_for_model(target)
    scope_kind = ContentType.objects.get_for_model(scope)
    mine = Ballot.objects.filter(voter_id=voter_id, content_type=kind)
    own = mine.filter(object_id=target.pk).first()
    others = list(mine.filter(scope_type=scope_kind, scope_id=scope.pk).exclude(object_id=target.pk))
    counts = len(others) + bool(value) >= minimum
    turned = [ballot for ballot in others if ballot.is_counted != counts]
    Ballot.objects.filter(pk__in=[ballot.pk for ballot in turned]).update(is_counted=counts)
    if value:
        place = {"scope_type": scope_kind, "scope_id": scope.pk, "value": value, "is_counted": counts}
        key = {"voter_id": voter_id, "content_type": kind, "object_id": target.pk}
        Ballot.objects.update_or_create(**key, defaults=place)
    elif own:
        own.delete()
    counted = own is None or own.is_counted  # without a ballot it was cast where each vote counts at once
    versions = _versions_of(turned, voter_id)
    return Settled(
        counted,
        counts,
        [Turned(ballot.object_id, ballot.value, counts, versions.get(ballot.object_id, 1)) for ballot in turned],
    )


def _versions_of(ballots: list[Ballot], voter_id: int) -> dict[int, int]:
    """For which version each of a person's votes was cast."""
    if not ballots:
        return {}
    ids = [str(ballot.object_id) for ballot in ballots]
    rows = VersionedVote.objects.filter(user_id=voter_id, content_type=ballots[0].content_type_id, object_id__in=ids)
    return {int(object_id): version for object_id, version in rows.values_list("object_id", "version")}


def is_counted(voter_id: int, target: models.Model) -> bool:
    """Whether a person's vote on the target counts, where votes count from a minimum on."""
    kind = ContentType.objects.get_for_model(target)
    ballots = Ballot.objects.filter(voter_id=voter_id, content_type=kind, object_id=target.pk)
    return not ballots.filter(is_counted=False).exists()


def drop_ballot(voter_id: int, target: models.Model) -> bool:
    """A vote that is taken back after the scope's end: whether it had counted. The person's others stay as they are."""
    counted = is_counted(voter_id, target)
    kind = ContentType.objects.get_for_model(target)
    Ballot.objects.filter(voter_id=voter_id, content_type=kind, object_id=target.pk).delete()
    return counted


def cast_in(user: User, scope: models.Model) -> int:
    """How many votes a person has cast in the scope, counted or not."""
    scope_kind = ContentType.objects.get_for_model(scope)
    return Ballot.objects.filter(voter_id=user.voter_id, scope_type=scope_kind, scope_id=scope.pk).count()


def uncounted_by_target(kind: type[models.Model], value: int, *, only: int | None = None) -> Counter[int]:
    """How many votes of this value do not count yet, for each thing of a kind."""
    rows = _uncounted(kind, value)
    if only is not None:
        rows = rows.filter(object_id=only)
    return Counter(dict(rows.values_list("object_id").annotate(total=Count("pk"))))


def count_of_uncounted(kind: type[models.Model], value: int) -> Coalesce:
    """For a query on things of this kind: the same for each."""
    of_this = _uncounted(kind, value).filter(object_id=OuterRef("pk")).values("object_id")
    return Coalesce(Subquery(of_this.values_list(Count("pk"))), 0)


def _uncounted(kind: type[models.Model], value: int) -> "models.QuerySet[Ballot]":
    content_type = ContentType.objects.get_for_model(kind)
    return Ballot.objects.filter(content_type=content_type, value=value, is_counted=False).order_by()
