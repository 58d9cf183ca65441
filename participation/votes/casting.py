"""The only place that writes votes. A vote is one row per person and thing; every change says what it was before."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Subquery
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast as AsType
from django.db.models.functions import Coalesce
from django.utils import timezone
from voting.models import Vote

from participation.accounts.models import User
from participation.asking import first_row

from . import statements
from .ballots import count_of_uncounted, uncounted_by_target
from .models import Allowance, Ballot, VersionedVote


@dataclass(frozen=True)
class Cast:
    """What a vote was and what it is: 1 support, -1 oppose, 0 none; and for which version of the thing."""

    before: int
    after: int
    # Under whom the vote is kept.
    voter_id: int = field(default=0, compare=False)
    version_before: int = field(default=0, compare=False)
    version: int = field(default=0, compare=False)

    @property
    def changed(self) -> bool:
        return self.before != self.after

    @property
    def is_renewed(self) -> bool:
        """The same vote, from now on for a later version."""
        return bool(self.after) and not self.changed and self.version > self.version_before

    @property
    def support_delta(self) -> int:
        return (self.after == 1) - (self.before == 1)

    @property
    def oppose_delta(self) -> int:
        return (self.after == -1) - (self.before == -1)

    @property
    def support_version(self) -> int:
        """For which version the support is that came or went."""
        return self.version if self.after == 1 else self.version_before


@dataclass(frozen=True)
class Ask:
    """What is asked of the database; the names are those of the statements."""

    kind: int
    thing: str
    value: int
    version: int
    # A vote for a version before this one is brought to the version that is given.
    renewed: int


def cast_vote(*, voter: User, target: models.Model, value: int, version: int = 0, renew_before: int = 0) -> Cast:
    """Set this person's vote on the target. Call it in the transaction that also moves the tally.

    ``value`` is 1, -1 or 0 (withdraw); ``version`` is the one that the vote is for, left out the target's present one.
    Repeating a vote changes nothing, unless it was for a version before ``renew_before`` and is for a later one now. At
    most two statements (three where one writes at a time and a vote changes); they announce the event that tells of it.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A vote is cast inside the transaction that counts it.")
    kind = ContentType.objects.get_for_model(target)
    ask = Ask(kind.pk, str(target.pk), value, version or getattr(target, "version", 1), renew_before)
    if transaction.get_connection().features.has_select_for_update:
        return _cast_under_lock(_locked_voter(voter), ask)
    return _cast_alone(voter.voter_id, ask)


def _locked_voter(voter: User) -> int:
    """Under whom this account votes, as it is now, and held: two accounts may just be turning out to be one person.

    The first account's row stands for the person, as in ``accounts.identity``: all accounts of a person meet there. The
    lock is the one that lets others refer to the row.
    """
    return _locked_first(voter.voter_id)


def _locked_first(account: int) -> int:
    joined_to, _announced = first_row(statements.HOLD, {"voter": account})
    return account if joined_to is None else _locked_first(joined_to)


def _cast_under_lock(voter_id: int, ask: Ask) -> Cast:
    """Read and write in one statement: the person's lock keeps the row as it was read."""
    found = _ask(statements.CAST if ask.value else statements.WITHDRAW, voter_id, ask)
    return _cast(voter_id, ask, *found) if found else Cast(0, ask.value, voter_id, 0, ask.version)


def _cast_alone(account: int, ask: Ask) -> Cast:
    """Where only one writes at a time (SQLite), nothing moves between two statements; mostly one is enough."""
    if not ask.value:
        before, version, voter_id = _ask(statements.WITHDRAW_OF, account, ask) or (0, 0, account)
        return Cast(before, 0, voter_id, version, ask.version)
    if first := _ask(statements.FIRST, account, ask):
        return Cast(0, ask.value, first[0], 0, ask.version)
    before, version, voter_id = _ask(statements.READ, account, ask)
    cast = _cast(voter_id, ask, before, version)
    if cast.changed or cast.is_renewed:
        _ask(statements.CHANGE, voter_id, ask)
    return cast


def _cast(voter_id: int, ask: Ask, before: int, version: int) -> Cast:
    """A vote that stands keeps its version, unless it is renewed."""
    stands = before == ask.value and not version < min(ask.renewed, ask.version)
    return Cast(before, ask.value, voter_id, version, version if stands else ask.version)


def _ask(statement: str, voter_id: int, ask: Ask) -> Any:
    connection = transaction.get_connection()
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    return first_row(statement, {"voter": voter_id, "now": now, **vars(ask)})


def cast_votes(*, voters: Collection[int], target: models.Model, value: int) -> list[Cast]:
    """Set the votes of many people at once, for the target's present version; gives what changed.

    Whoever calls holds the rows of these people, none of whom belongs to another account. So many statements for all.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("Votes are cast inside the transaction that counts them.")
    kind, version = ContentType.objects.get_for_model(target), getattr(target, "version", 1)
    rows = VersionedVote.objects.filter(content_type=kind, object_id=str(target.pk), user_id__in=voters)
    before = {voter: (vote, of) for voter, vote, of in rows.values_list("user_id", "vote", "version")}
    nothing = (0, 0)
    old = ((voter, *before.get(voter, nothing)) for voter in voters)
    casts = [Cast(vote, value, voter, of, version) for voter, vote, of in old if vote != value]
    written = {"vote": value, "version": version, "time_stamp": timezone.now()}
    if not value:
        rows.delete()
        return casts
    if changed := [cast.voter_id for cast in casts if cast.before]:
        rows.filter(user_id__in=changed).update(**written)
    new = [cast.voter_id for cast in casts if not cast.before]
    VersionedVote.objects.bulk_create(
        VersionedVote(user_id=voter, content_type=kind, object_id=str(target.pk), **written) for voter in new
    )
    return casts


def votes_of(user: User, kind: type[models.Model], ids: Collection[int]) -> dict[int, int]:
    """This person's votes on things of one kind, by id; what is missing was not voted on."""
    return {pk: own.value for pk, own in own_votes(user, kind, ids).items()}


class OwnVote(NamedTuple):
    """A person's vote, and the version of the thing that it was cast for."""

    value: int
    version: int


def own_votes(user: User, kind: type[models.Model], ids: Collection[int]) -> dict[int, OwnVote]:
    """The same with the versions."""
    rows = VersionedVote.objects.filter(
        user_id=user.voter_id,
        content_type=ContentType.objects.get_for_model(kind),
        object_id__in=[str(pk) for pk in ids],
    )
    return {
        int(object_id): OwnVote(vote, version)  # the id is kept there as text
        for object_id, vote, version in rows.values_list("object_id", "vote", "version")
    }


def voters_of(target: models.Model, *, value: int | None = 1) -> Iterable[int]:
    """Ids of the accounts whose vote stands on the target."""
    kind = ContentType.objects.get_for_model(target)
    rows = VersionedVote.objects.filter(content_type=kind, object_id=target.pk)
    if value is not None:
        rows = rows.filter(vote=value)
    voters: Iterable[int] = rows.values_list("user_id", flat=True)
    return voters


def supporting(target: models.Model, people: Collection[int]) -> set[int]:
    """Which of these people's votes for the target stand."""
    kind = ContentType.objects.get_for_model(target)
    rows = VersionedVote.objects.filter(content_type=kind, object_id=str(target.pk), vote=1, user_id__in=people)
    return set(rows.values_list("user_id", flat=True))


def support_between(kind: type[models.Model], ids: Collection[int], first: datetime, last: datetime) -> dict[int, int]:
    """How many votes for each of these things stand that were cast in this time."""
    rows = VersionedVote.objects.filter(
        content_type=ContentType.objects.get_for_model(kind),
        object_id__in=[str(pk) for pk in ids],
        vote=1,
        time_stamp__gte=first,
        time_stamp__lt=last,
    )
    counts = rows.order_by().values_list("object_id").annotate(count=Count("pk"))
    return {int(object_id): count for object_id, count in counts}


def supported_by(user: User, kind: type[models.Model]) -> list[int]:
    """Ids of the things of one kind that this person supports."""
    of_kind = VersionedVote.objects.filter(
        user_id=user.voter_id, content_type=ContentType.objects.get_for_model(kind), vote=1
    )
    return [int(object_id) for object_id in of_kind.values_list("object_id", flat=True)]


def supporters_before(target: models.Model, version: int) -> dict[int, int]:
    """Ids of the accounts that support an earlier version of the target, with that version."""
    kind = ContentType.objects.get_for_model(target)
    rows = VersionedVote.objects.filter(content_type=kind, object_id=target.pk, vote=1, version__lt=version)
    return dict(rows.values_list("user_id", "version"))


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


def count_of_earlier_votes(kind: type[models.Model], value: int, before: str) -> Coalesce:
    """The same of votes for a version before the one that the column ``before`` names."""
    content_type = ContentType.objects.get_for_model(kind)
    uncounted = Ballot.objects.filter(
        voter=OuterRef("user"),
        content_type=content_type,
        object_id=AsType(OuterRef("object_id"), models.BigIntegerField()),
    )
    votes = VersionedVote.objects.filter(content_type=content_type, vote=value, version__lt=OuterRef(before)).order_by()
    of_this = votes.filter(object_id=AsType(OuterRef("pk"), models.TextField())).values("object_id")
    counted = of_this.exclude(Exists(uncounted.filter(is_counted=False)))
    return Coalesce(Subquery(counted.values_list(Count("pk"))), 0)


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
