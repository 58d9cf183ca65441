"""The numbers of the first page: observations, ideas, votes, answers. Packages register what they count."""

from collections.abc import Callable

from django.core.cache import cache

# A visitor may see numbers this old (in seconds): counting for everybody anew would cost more than it tells.
AGE = 60

Count = Callable[[], int | None]

_counts: dict[str, Count] = {}


def register(name: str, function: Count) -> None:
    """Name a number. The first page shows observations, ideas, votes, answers and answered_in_time (percent).

    Registering a name again replaces it. None is shown as nothing.
    """
    _counts[name] = function


def figures() -> dict[str, int | None]:
    """All registered numbers, at most a minute old."""
    found: dict[str, int | None] | None = cache.get("pages:figures")
    if found is None or found.keys() != _counts.keys():
        found = {name: count() for name, count in _counts.items()}
        cache.set("pages:figures", found, AGE)
    return found
