"""What a person follows: part of their export, and gone when the account is closed."""

from typing import Any

from django.dispatch import receiver

from participation.accounts.export import register_section
from participation.accounts.models import User
from participation.accounts.signals import account_closed

from .models import Follow


def follows(user: User) -> list[dict[str, Any]]:
    return list(user.follows.order_by("pk").values("content_type__model", "object_id", "created_at"))


@receiver(account_closed)
def forget_follows(sender: object, *, user: User, **_: object) -> None:
    Follow.objects.filter(user=user).delete()


register_section("follows", follows)
