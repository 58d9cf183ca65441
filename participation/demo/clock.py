"""The demo's past: what the platform takes for "now" is moved, so that history is written as if it happened."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, tzinfo
from typing import Any, Self
from unittest.mock import patch

from django.utils import timezone

SATURDAY = 5


class _AnyMoment(type):
    """Django asks whether something is a datetime by the name that is replaced here."""

    def __instancecheck__(cls, thing: object) -> bool:
        return isinstance(thing, datetime)


@contextmanager
def moved_to(moment: datetime) -> Iterator[None]:
    """Let timezone.now() be this moment.

    Models keep ``timezone.now`` itself as their default, so the function must stay and what it reads must change.
    """

    class Moved(datetime, metaclass=_AnyMoment):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return moment.astimezone(tz)  # type: ignore[return-value]

    with patch.object(timezone, "datetime", Moved):
        yield


class Calendar:
    """Turns "so many days ago" into moments at which people are awake, the same ones at each load of a day."""

    def __init__(self) -> None:
        self.now = timezone.now()
        self.midnight = timezone.localtime(self.now).replace(hour=0, minute=0, second=0, microsecond=0)

    def day(self, days_ago: float) -> datetime:
        """The midnight with which that day began; a negative number is a day to come."""
        return self.midnight - timedelta(days=days_ago)

    def waking(self, days_ago: float, seed: str) -> datetime:
        """Some moment of that day between morning and night."""
        return self._not_yet_over(self.day(days_ago) + timedelta(hours=_between(7.2, 22.4, seed)), seed)

    def working(self, days_ago: float, seed: str) -> datetime:
        """Some moment in office hours of that day; of the Friday before where it is a weekend."""
        moment = self.day(days_ago) + timedelta(hours=_between(9.4, 17.6, seed))
        over = max(0, moment.weekday() - SATURDAY + 1)
        return self._not_yet_over(moment - timedelta(days=over), seed)

    def _not_yet_over(self, moment: datetime, seed: str) -> datetime:
        return min(moment, self.now - timedelta(minutes=_between(12, 170, seed)))


def _between(low: float, high: float, seed: str) -> float:
    return dice(seed).uniform(low, high)


def dice(seed: Any) -> random.Random:
    """Chance that falls the same way each time."""
    return random.Random(str(seed))  # noqa: S311  # for variety, not for secrets
