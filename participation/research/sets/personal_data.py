"""What kept searches tell of a person: part of their export, and gone or without a name when the account is closed."""

from typing import Any

from django.dispatch import receiver

from participation.accounts.export import register_section
from participation.accounts.models import User
from participation.accounts.signals import account_closed

from .models import ResultSet, SavedSearch


def saved_searches(user: User) -> list[Any]:
    rows = SavedSearch.objects.filter(user=user).order_by("pk")
    return list(rows.values("name", "address", "pace", "created_at", "paused_at", "mailed_at"))


def result_sets(user: User) -> list[Any]:
    rows = ResultSet.objects.filter(owner=user).order_by("pk")
    return list(rows.values("code", "title", "address", "made_at", "count", "sha256"))


@receiver(account_closed)
def forget_searches(sender: object, *, user: User, **_: object) -> None:
    """Sets stay, because they may have been cited; nobody's name is on them."""
    SavedSearch.objects.filter(user=user).delete()
    ResultSet.objects.filter(owner=user).update(owner=None)


register_section("saved_searches", saved_searches)
register_section("result_sets", result_sets)
