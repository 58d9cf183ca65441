"""How often somebody may do something: a count per key and window, kept in the cache."""

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from participation.errors import TooManyRequests


def limit(action: str, key: str | int) -> None:
    """Count one more of this action by this key (an account, an address).

    The limit is settings.RATE_LIMITS[action], "count/seconds", in fixed windows. Raises TooManyRequests beyond it.
    """
    if not settings.RATE_LIMITS_ENABLED:
        return
    allowed, seconds = (int(part) for part in settings.RATE_LIMITS[action].split("/"))
    now = int(time.time())
    slot = f"limit:{action}:{key}:{now // seconds}"
    cache.add(slot, 0, timeout=seconds)
    if cache.incr(slot) > allowed:
        raise TooManyRequests(retry_after=seconds - now % seconds)


def key_of(request: HttpRequest) -> str:
    """Whose turns are counted: the account, or the address of a visitor."""
    return str(request.user.pk or request.META.get("REMOTE_ADDR", ""))
