"""The only place that writes votes. A vote is one row per person and thing; every change says what it was before."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Count, F
from django.utils import timezone
from voting.models import Vote

from participation.accounts.models import User

from .models import Allowance


@dataclass(frozen=True)
class Cast:
    """What a vote was and what it is: 1 support, -1 oppose, 0 none."""

    before: int
    after: int
    voter_id: int = 0  # under whom the vote is kept

    @property
    def changed(self) -> bool:
        return self.before != self.after

    @property
    def support_delta(self) -> int:
        return (self.after == 1) - (self.before == 1)

    @property
    def oppose_delta(self) -> int:
        return (self.after == -1) - (self.before == -1)


def cast_vote(*, voter: User, target: models.Model, value: int) -> Cast:
    """Set this person's vote on the target. Call it in the transaction that also moves the tally.

    ``value`` is 1, -1 or 0 (withdraw). Repeating a vote changes nothing.
    """
    voter_id = _locked_voter(voter)
    if not value:
        return _withdraw(voter_id, target)
    if inserted := _insert(voter_id, target, value):
        return inserted
    row = _rows(voter_id, target).select_for_update().first()
    if row is None:  # withdrawn by the same person between the two statements
        return cast_vote(voter=voter, target=target, value=value)
    if row.vote != value:
        _rows(voter_id, target).update(vote=value, time_stamp=timezone.now())
    return Cast(row.vote, value, voter_id)


def _locked_voter(voter: User) -> int:
    """Under whom this account votes, as it is now: two accounts may just be turning out to be one person."""
    account = User.objects.select_for_update(of=("self",)).only("pk", "same_person_as_id").get(pk=voter.pk)
    return account.voter_id


def _rows(voter_id: int, target: models.Model) -> "models.QuerySet[Vote]":
    kind = ContentType.objects.get_for_model(target)
    rows: models.QuerySet[Vote] = Vote.objects.filter(user_id=voter_id, content_type=kind, object_id=target.pk)
    return rows


def _insert(voter_id: int, target: models.Model, value: int) -> Cast | None:
    """The first vote of a person: one statement that either writes the row or finds one there."""
    table = Vote._meta.db_table
    kind = ContentType.objects.get_for_model(target)
    connection = transaction.get_connection()
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (user_id, content_type_id, object_id, vote, time_stamp)"  # noqa: S608  # our own table's name
            " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (user_id, content_type_id, object_id) DO NOTHING",
            [voter_id, kind.pk, str(target.pk), value, connection.ops.adapt_datetimefield_value(timezone.now())],
        )
        return Cast(0, value, voter_id) if cursor.rowcount == 1 else None


def _withdraw(voter_id: int, target: models.Model) -> Cast:
    row = _rows(voter_id, target).select_for_update().first()
    if row is None:
        return Cast(0, 0)
    deleted, _ = _rows(voter_id, target).filter(pk=row.pk).delete()
    return Cast(row.vote, 0, voter_id) if deleted else Cast(0, 0)


def votes_of(user: User, kind: type[models.Model], ids: Collection[int]) -> dict[int, int]:
    """This person's votes on things of one kind, by id; what is missing was not voted on."""
    rows = Vote.objects.filter(
        user_id=user.voter_id,
        content_type=ContentType.objects.get_for_model(kind),
        object_id__in=[str(pk) for pk in ids],
    )
    return {int(object_id): vote for object_id, vote in rows.values_list("object_id", "vote")}  # kept there as text


def voters_of(target: models.Model, *, value: int | None = 1) -> Iterable[int]:
    """Ids of the accounts whose vote stands on the target."""
    kind = ContentType.objects.get_for_model(target)
    rows = Vote.objects.filter(content_type=kind, object_id=target.pk)
    if value is not None:
        rows = rows.filter(vote=value)
    voters: Iterable[int] = rows.values_list("user_id", flat=True)
    return voters


def votes_by_target(kind: type[models.Model], value: int, *, only: int | None = None) -> Counter[int]:
    """How many votes of this value stand on each thing of a kind: what kept tallies are checked against."""
    rows = Vote.objects.filter(content_type=ContentType.objects.get_for_model(kind), vote=value).order_by()
    if only is not None:
        rows = rows.filter(object_id=str(only))
    per_thing = rows.values_list("object_id").annotate(total=Count("pk"))
    return Counter({int(object_id): total for object_id, total in per_thing.iterator()})


def use_allowance(*, voter: User, scope: models.Model, limit: int) -> bool:
    """Take one of the votes a person has in the scope; False where none is left. Two at once cannot take the last."""
    allowance = _allowance(voter, scope)
    return bool(Allowance.objects.filter(pk=allowance.pk, used__lt=limit).update(used=F("used") + 1))


def return_allowance(*, voter: User, scope: models.Model) -> None:
    """Give one vote back after a withdrawal."""
    allowance = _allowance(voter, scope)
    Allowance.objects.filter(pk=allowance.pk, used__gt=0).update(used=F("used") - 1)


def used_allowance(user: User, scope: models.Model) -> int:
    """How many votes a person has used in the scope."""
    kind = ContentType.objects.get_for_model(scope)
    rows = Allowance.objects.filter(voter_id=user.voter_id, content_type=kind, object_id=scope.pk)
    return rows.values_list("used", flat=True).first() or 0


def _allowance(voter: User, scope: models.Model) -> Allowance:
    kind = ContentType.objects.get_for_model(scope)
    row, _ = Allowance.objects.get_or_create(voter_id=voter.voter_id, content_type=kind, object_id=scope.pk)
    return row
