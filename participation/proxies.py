"""Who asks, where a proxy stands in front: its word is taken only where the settings name it."""

from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Next = Callable[[HttpRequest], HttpResponse]

FORWARDED_FOR = "HTTP_X_FORWARDED_FOR"
# What a proxy says of the request it passes on; from anybody else these are lies or mistakes.
FORWARDED = (
    FORWARDED_FOR,
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_REAL_IP",
)
# A longer chain is nobody's real network.
MOST_HOPS = 20


class TrustedProxyMiddleware:
    """Puts the visitor's address into REMOTE_ADDR: the last one in X-Forwarded-For that is no proxy of ours.

    Everything to the left of it was written by the visitor. Where the peer is no trusted proxy, what it says of
    being one is dropped.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.trusted = networks(settings.TRUSTED_PROXIES)
        if not self.trusted:
            raise MiddlewareNotUsed

    def __call__(self, request: HttpRequest) -> HttpResponse:
        meta = request.META
        # Through a Unix socket there is no address, and only this machine's own proxy reaches it.
        peer = read_address(meta.get("REMOTE_ADDR", ""))
        if peer is not None and not self._is_ours(peer):
            for name in FORWARDED:
                meta.pop(name, None)
        else:
            visitor = self._visitor(meta.get(FORWARDED_FOR, ""))
            if visitor is not None:
                meta["REMOTE_ADDR"] = str(visitor)
        return self.get_response(request)

    def _visitor(self, chain: str) -> Address | None:
        """None where the chain does not tell."""
        found = None
        for hop in reversed(chain.split(",")[-MOST_HOPS:]):
            address = read_address(hop)
            if address is None:
                break
            found = address
            if not self._is_ours(address):
                break
        return found

    def _is_ours(self, address: Address) -> bool:
        return any(address in network for network in self.trusted)


def networks(named: Iterable[str]) -> tuple[Network, ...]:
    """The networks of the setting: addresses or ranges. Raises ImproperlyConfigured naming what is neither."""
    found = []
    for name in named:
        try:
            found.append(ip_network(name.strip(), strict=False))
        except ValueError:
            raise ImproperlyConfigured(f"TRUSTED_PROXIES: {name!r} is no address and no range of addresses.") from None
    return tuple(found)


def read_address(said: str) -> Address | None:
    """An address as proxies write it: also in brackets, and also with a port behind it."""
    said = said.strip()
    if said.startswith("["):
        said = said[1:].partition("]")[0]
    elif said.count(":") == 1:
        said = said.partition(":")[0]
    try:
        address = ip_address(said.partition("%")[0])
    except ValueError:
        return None
    return (address.ipv4_mapped if isinstance(address, IPv6Address) else None) or address
