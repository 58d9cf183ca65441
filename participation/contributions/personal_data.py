"""What a person follows: part of their export, and gone when the account is closed."""

from typing import Any

from django.dispatch import receiver

from participation.accounts.export import register_section
from participation.accounts.models import User
from participation.accounts.signals import account_closed

from .models import Follow


def follows(user: User) -> list[dict[str, Any]]:
    rows = user.follows.order_by("pk").select_related("content_type")
    return [{"kind": row.content_type.model, "id": row.object_id, "at": row.created_at} for row in rows]


@receiver(account_closed)
def forget_follows(sender: object, *, user: User, **_: object) -> None:
    Follow.objects.filter(user=user).delete()


register_section("follows", follows)
