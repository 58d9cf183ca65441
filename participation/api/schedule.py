"""What the worker does for the API by the clock."""

from datetime import timedelta

from participation.events.registry import every

from .models import IdempotencyRecord


@every(timedelta(hours=1), name="api.forget_keys")
def forget_keys() -> int:
    """Forget the answers whose time is over; returns how many."""
    return IdempotencyRecord.objects.outdated().delete()[0]
