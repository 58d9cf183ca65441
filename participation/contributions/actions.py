"""What anybody may do with any contribution: follow it, or stop."""

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from participation.accounts.models import User
from participation.events.outbox import record

from .models import Follow


@transaction.atomic
def follow(*, user: User, target: models.Model) -> bool:
    """Send this person news of the target from now on; False where that was so already."""
    return _set_muted(user, target, is_muted=False)


@transaction.atomic
def unfollow(*, user: User, target: models.Model) -> bool:
    """Send this person no more news of the target, whether they followed, wrote or supported it."""
    return _set_muted(user, target, is_muted=True)


def is_following(user: User, target: models.Model) -> bool:
    return Follow.objects.about(target).wanted().filter(user=user).exists()


def _set_muted(user: User, target: models.Model, *, is_muted: bool) -> bool:
    kind = ContentType.objects.get_for_model(target)
    row, created = Follow.objects.get_or_create(
        user=user, content_type=kind, object_id=target.pk, defaults={"is_muted": is_muted}
    )
    if not created and row.is_muted == is_muted:
        return False
    if not created:
        Follow.objects.filter(pk=row.pk).update(is_muted=is_muted)
    record(f"{kind.model}.{'unfollowed' if is_muted else 'followed'}", actor=user, target=target)
    return True
