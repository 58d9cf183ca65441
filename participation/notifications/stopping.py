"""Stopping mail without signing in: the address in the mail carries a signature, and says only what to stop."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db import models, transaction
from django.urls import reverse

from participation.accounts.models import NotificationChoice, User
from participation.contributions.actions import follow, unfollow

SALT = "notifications.stop"


def stop_target_url(user: User, target: models.Model) -> str:
    return f"{settings.BASE_URL}{stop_target_path(user, target)}"


def stop_target_path(user: User, target: models.Model) -> str:
    kind = ContentType.objects.get_for_model(target)
    return _path({"user": user.pk, "type": kind.pk, "id": target.pk})


def stop_kinds_url(user: User, kinds: Iterable[str]) -> str:
    return f"{settings.BASE_URL}{_path({'user': user.pk, 'kinds': sorted(kinds)})}"


def _path(said: dict[str, Any]) -> str:
    return reverse("notifications:stop", args=[signing.dumps(said, salt=SALT, compress=True)])


def read_token(token: str) -> dict[str, Any] | None:
    """What the token says; None where it is not ours."""
    try:
        said: dict[str, Any] = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return said


def target_of(said: dict[str, Any]) -> models.Model | None:
    if "type" not in said:
        return None
    return ContentType.objects.get_for_id(said["type"]).model_class()._default_manager.filter(pk=said["id"]).first()  # type: ignore[union-attr]  # ours


@transaction.atomic
def stop(said: dict[str, Any]) -> None:
    """Silence what the token names. Doing it twice is doing it once."""
    user = User.objects.filter(pk=said["user"], is_active=True).first()
    if user is None:
        return
    if (target := target_of(said)) is not None:
        unfollow(user=user, target=target)
    for kind in said.get("kinds", ()):
        NotificationChoice.objects.update_or_create(
            user=user, kind=kind, defaults={"pace": NotificationChoice.Pace.NEVER}
        )


@transaction.atomic
def start_again(said: dict[str, Any]) -> None:
    """Take back what ``stop`` did: the kinds come at their usual pace again."""
    user = User.objects.filter(pk=said["user"], is_active=True).first()
    if user is None:
        return
    if (target := target_of(said)) is not None:
        follow(user=user, target=target)
    never = NotificationChoice.Pace.NEVER
    NotificationChoice.objects.filter(user=user, kind__in=said.get("kinds", ()), pace=never).delete()
