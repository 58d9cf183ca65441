"""What ``manage.py doctor`` asks: each package registers, in its ``checkups`` module, counts of what disagrees."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from django.utils import timezone

from .models import Delivery

Count = Callable[[bool], int]
OUTBOX_PATIENCE = timedelta(minutes=10)

_checkups: dict[str, Count] = {}


def register_checkup(name: str, count: Count) -> None:
    """Ask this, too. The function is told whether to repair, and returns how many things disagreed before."""
    if name in _checkups:
        raise ValueError(f"There is already a checkup named {name}.")
    _checkups[name] = count


def examine(*, repair: bool) -> Iterator[tuple[str, int]]:
    """Each checkup's name and how much disagreed."""
    for name, count in sorted(_checkups.items()):
        yield name, count(repair)


def _waiting_too_long(repair: bool) -> int:
    """Deliveries that should have gone by now, those that were given up among them; repair tries them again."""
    late = Delivery.objects.filter(due_at__lt=timezone.now() - OUTBOX_PATIENCE)
    count = late.count()
    if repair:
        late.filter(failed_at__isnull=False).update(failed_at=None, attempts=0, due_at=timezone.now())
    return count


register_checkup("outbox", _waiting_too_long)
