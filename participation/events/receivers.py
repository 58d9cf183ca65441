"""Accounts lie below the events: what happens to them is heard here, and recorded in the same transaction."""

from typing import Any

from django.dispatch import receiver

from participation.accounts.models import User
from participation.accounts.signals import account_changed

from .outbox import record


@receiver(account_changed)
def record_account_change(
    sender: object, *, verb: str, user: User, actor: User | None, payload: dict[str, Any], **_: object
) -> None:
    record(verb, target=user, actor=actor, **payload)
