"""Who is away, and who stands in for them today."""

from collections.abc import Iterable

from .models import Absence, User


def standing_in_for(user: User) -> frozenset[int]:
    """Those in whose place this person works today, asked once per request."""
    known: frozenset[int] | None = getattr(user, "_standing_in_for", None)
    if known is None:
        away = Absence.objects.running().filter(deputy=user.pk, person__is_active=True)
        known = frozenset(away.values_list("person_id", flat=True))
        user._standing_in_for = known  # type: ignore[attr-defined]  # lives as long as the request's user
    return known


def deputies_of(people: Iterable[int]) -> frozenset[int]:
    """Those who work in their places today."""
    running = Absence.objects.running().filter(person__in=list(people), deputy__is_active=True)
    return frozenset(running.values_list("deputy_id", flat=True))
