"""How often somebody may do something: a count per key and window, kept in the cache."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from participation.errors import ParticipationError, TooManyRequests

# Whoever has one IPv6 address has a whole network of them: that is what is counted.
IPV6_PREFIX = 64


def limit(action: str, key: str | int) -> str:
    """Count one more of this action by this key (an account, an address); returns the slot it was counted in.

    The limit is settings.RATE_LIMITS[action], "count/seconds", in fixed windows. Raises TooManyRequests beyond it.
    """
    if not settings.RATE_LIMITS_ENABLED:
        return ""
    allowed, seconds = (int(part) for part in settings.RATE_LIMITS[action].split("/"))
    now = int(time.time())
    slot = f"limit:{action}:{key}:{now // seconds}"
    if _moved(slot, 1, seconds) > allowed:
        raise TooManyRequests(retry_after=seconds - now % seconds)
    return slot


@contextmanager
def turn(action: str, key: str | int) -> Iterator[None]:
    """Count what is done inside; what is refused there (a title too short, a closed stage) costs no turn."""
    slot = limit(action, key)
    try:
        yield
    except ParticipationError:
        if slot:
            _moved(slot, -1, 0)
        raise


def _moved(slot: str, by: int, seconds: int) -> int:
    """The count after the change. A cache that is full may forget a slot between two calls: it begins anew then."""
    if by > 0:
        cache.add(slot, 0, timeout=seconds)
    try:
        return int(cache.incr(slot, by))
    except ValueError:
        return max(by, 0)


def key_of(request: HttpRequest) -> str:
    """Whose turns are counted: the account, or the address of a visitor."""
    return str(request.user.pk or address_of(request))


def address_of(request: HttpRequest) -> str:
    """The visitor's address as it is counted. Behind a proxy see participation.proxies."""
    said = str(request.META.get("REMOTE_ADDR", ""))
    try:
        address = ip_address(said.partition("%")[0])
    except ValueError:
        return said
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or IPv6Network((address, IPV6_PREFIX), strict=False))
