"""Keeping a person from writing for a while, with a reason that they are told; what they wrote stays where it is."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.contributions.models import Contribution
from participation.contributions.text import clean_text
from participation.errors import ReasonNeeded
from participation.events.outbox import record

from .actions import hide
from .kinds import content_types
from .models import Report


@transaction.atomic
def block_person(*, user: User, person: User, reason: str, days: int = 0) -> User:
    """Let this person write nothing for so many days, or (0) until it is lifted.

    Whatever of theirs was reported and waits is hidden for the same reason, so that nothing of them is left in the
    queue. All accounts of the person are blocked. Raises ReasonNeeded.
    """
    require(user, "moderation.block_person", person)
    reason = clean_text(reason)[:2000]
    if not reason:
        raise ReasonNeeded
    now = timezone.now()
    until = now + timedelta(days=days) if days else None
    accounts = accounts_of(person)
    for account in accounts:
        account.blocked_at, account.blocked_until, account.blocked_reason = now, until, reason
        account.save(update_fields=["blocked_at", "blocked_until", "blocked_reason"])
    for waiting in reported_and_open(accounts):
        hide(user=user, target=waiting, reason=reason)
    person.refresh_from_db()
    record("user.blocked", actor=user, target=person, reason=reason, until=until.isoformat() if until else "")
    return person


@transaction.atomic
def unblock_person(*, user: User, person: User, reason: str) -> User:
    """Let this person write again, with a reason. Doing it twice is doing it once. Raises ReasonNeeded."""
    require(user, "moderation.block_person", person)
    reason = clean_text(reason)[:2000]
    if not reason:
        raise ReasonNeeded
    blocked = [account for account in accounts_of(person) if account.blocked_at]
    for account in blocked:
        account.blocked_at, account.blocked_until, account.blocked_reason = None, None, ""
        account.save(update_fields=["blocked_at", "blocked_until", "blocked_reason"])
    person.refresh_from_db()
    if blocked:
        record("user.unblocked", actor=user, target=person, reason=reason)
    return person


def accounts_of(person: User) -> list[User]:
    """Every account of the same person, locked."""
    first = person.voter_id
    mine = User.objects.filter(pk=first) | User.objects.filter(same_person_as=first)
    return list(mine.select_for_update().order_by("pk"))


def reported_and_open(people: list[User]) -> list[Contribution]:
    """What these accounts wrote and somebody reported, as long as nobody has decided on it."""
    found: list[Contribution] = []
    for type_id, model in content_types().items():
        reported = Report.objects.open().filter(content_type_id=type_id).values("object_id")
        found += model._default_manager.filter(pk__in=reported, author__in=people)
    return found
