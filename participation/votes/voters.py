"""Who voted on a thing: a few of them at a time, or as they relate to another thing of the same kind."""

from collections.abc import Collection
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from voting.models import Vote

from .models import Ballot


def votes_among(thing: models.Model, voters: Collection[int]) -> dict[int, int]:
    """What these people said about the thing, by their number."""
    return dict(_votes(thing).filter(user_id__in=voters).values_list("user_id", "vote"))


def supporters_among(thing: models.Model, voters: Collection[int]) -> frozenset[int]:
    """Those of these people whose support counts."""
    kind = ContentType.objects.get_for_model(thing)
    uncounted = Ballot.objects.filter(content_type=kind, object_id=thing.pk, is_counted=False, voter_id__in=voters)
    left_out = set(uncounted.values_list("voter_id", flat=True))
    return frozenset(pk for pk, vote in votes_among(thing, voters).items() if vote == 1 and pk not in left_out)


def supporters_after(thing: models.Model, voter: int) -> "QuerySet[Vote, int]":
    """The supporters' numbers that come after this one, in their order."""
    supporters: QuerySet[Vote, int] = _supporters(thing).filter(user_id__gt=voter)
    return supporters


def supporters_without(thing: models.Model, rows: models.QuerySet[models.Model], field: str) -> "QuerySet[Vote, int]":
    """The supporters whom no row of another table names in its field, in the order of their numbers."""
    supporters: QuerySet[Vote, int] = _supporters(thing).exclude(Exists(rows.filter(**{field: OuterRef("user_id")})))
    return supporters


class Overlap(NamedTuple):
    """How the supporters of one thing voted on another."""

    supporters: int
    support_both: int
    oppose_other: int


def overlap(thing: models.Model, other: models.Model) -> Overlap:
    on_other = _votes(other).filter(user=OuterRef("user"))
    counted = (
        _votes(thing)
        .filter(vote=1)
        .aggregate(
            supporters=Count("pk"),
            support_both=Count("pk", filter=Q(Exists(on_other.filter(vote=1)))),
            oppose_other=Count("pk", filter=Q(Exists(on_other.filter(vote=-1)))),
        )
    )
    return Overlap(**counted)


def _votes(thing: models.Model) -> "QuerySet[Vote]":
    kind = ContentType.objects.get_for_model(thing)
    rows: QuerySet[Vote] = Vote.objects.filter(content_type=kind, object_id=str(thing.pk)).order_by()
    return rows


def _supporters(thing: models.Model) -> "QuerySet[Vote, int]":
    rows: QuerySet[Vote, int] = _votes(thing).filter(vote=1).order_by("user_id").values_list("user_id", flat=True)
    return rows
