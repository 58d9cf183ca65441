"""The only place that writes votes. A vote is one row per person and thing; every change says what it was before."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast as AsType
from django.db.models.functions import Coalesce
from django.utils import timezone
from voting.models import Vote

from participation.accounts.models import User

from . import statements
from .ballots import count_of_uncounted, uncounted_by_target
from .models import Allowance


@dataclass(frozen=True)
class Cast:
    """What a vote was and what it is: 1 support, -1 oppose, 0 none."""

    before: int
    after: int
    # Under whom the vote is kept.
    voter_id: int = field(default=0, compare=False)

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

    ``value`` is 1, -1 or 0 (withdraw). Repeating a vote changes nothing. At most two statements; they announce the
    event that tells of the vote.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A vote is cast inside the transaction that counts it.")
    kind = ContentType.objects.get_for_model(target)
    if transaction.get_connection().features.has_select_for_update:
        return _cast_under_lock(_locked_voter(voter), kind.pk, str(target.pk), value)
    return _cast_alone(voter.voter_id, kind.pk, str(target.pk), value)


def _locked_voter(voter: User) -> int:
    """Under whom this account votes, as it is now, and held: two accounts may just be turning out to be one person.

    The first account's row stands for the person, as in ``accounts.identity``: all accounts of a person meet there. The
    lock is the one that lets others refer to the row.
    """
    return _locked_first(voter.voter_id)


def _locked_first(account: int) -> int:
    joined_to, _announced = _ask(statements.HOLD, account, 0, "")
    return account if joined_to is None else _locked_first(joined_to)


def _cast_under_lock(voter_id: int, kind_id: int, thing: str, value: int) -> Cast:
    """Read and write in one statement: the person's lock keeps the row as it was read."""
    before = _ask(statements.CAST if value else statements.WITHDRAW, voter_id, kind_id, thing, value)
    return Cast(before[0] if before else 0, value, voter_id)


def _cast_alone(account: int, kind_id: int, thing: str, value: int) -> Cast:
    """Where only one writes at a time (SQLite), nothing moves between two statements; mostly one is enough."""
    if not value:
        voter_id, before = _ask(statements.WITHDRAW_OF, account, kind_id, thing) or (account, 0)
        return Cast(before, 0, voter_id)
    if first := _ask(statements.FIRST, account, kind_id, thing, value):
        return Cast(0, value, first[0])
    if changed := _ask(statements.CHANGE, account, kind_id, thing, value):
        return Cast(-value, value, changed[0])
    return Cast(value, value, account)


def _ask(statement: str, voter_id: int, kind_id: int, thing: str, value: int = 0) -> Any:
    """The first row of the answer, where there is one."""
    connection = transaction.get_connection()
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    key = {"voter": voter_id, "kind": kind_id, "thing": thing, "value": value, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(statement, key)
        return cursor.fetchone() if cursor.description else None


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
    """How many votes of this value count for each thing of a kind: what kept tallies are checked against."""
    rows = Vote.objects.filter(content_type=ContentType.objects.get_for_model(kind), vote=value).order_by()
    if only is not None:
        rows = rows.filter(object_id=str(only))
    per_thing = rows.values_list("object_id").annotate(total=Count("pk"))
    found = Counter({int(object_id): total for object_id, total in per_thing.iterator()})
    found.subtract(uncounted_by_target(kind, value, only=only))
    return found


def count_of_votes(kind: type[models.Model], value: int) -> CombinedExpression:
    """For a query on things of this kind: how many votes of this value count for each."""
    votes = Vote.objects.filter(content_type=ContentType.objects.get_for_model(kind), vote=value).order_by()
    of_this = votes.filter(object_id=AsType(OuterRef("pk"), models.TextField())).values("object_id")
    return Coalesce(Subquery(of_this.values_list(Count("pk"))), 0) - count_of_uncounted(kind, value)


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
