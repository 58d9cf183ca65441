"""What anybody may do with any contribution: follow it, or stop."""

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from participation.accounts.models import User
from participation.events.outbox import record

from .models import Follow


@transaction.atomic
def follow(*, user: User, target: models.Model) -> bool:
    """Send this person news of the target from now on; False where that was so already."""
    kind = ContentType.objects.get_for_model(target)
    _, created = Follow.objects.get_or_create(user=user, content_type=kind, object_id=target.pk)
    if created:
        record(f"{kind.model}.followed", actor=user, target=target)
    return created


@transaction.atomic
def unfollow(*, user: User, target: models.Model) -> bool:
    """Send this person no more news of the target; False where that was so already."""
    kind = ContentType.objects.get_for_model(target)
    deleted, _ = Follow.objects.filter(user=user, content_type=kind, object_id=target.pk).delete()
    if deleted:
        record(f"{kind.model}.unfollowed", actor=user, target=target)
    return bool(deleted)
