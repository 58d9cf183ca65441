"""From which network an account signed in: only what compares two of them, and only for two weeks.

Nothing is written down when somebody votes. At the sign-in, the address is cut to its network (/24, for IPv6 /48) and
hashed under a key that is made from the site's secret and the week: without the secret the hash cannot be undone,
and after the week nobody can tell any more whether two networks are one.
"""

import hmac
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.utils import timezone

from participation.accounts.models import User

from .models import SignIn

IPV4_PREFIX, IPV6_PREFIX = 24, 48


def network_of(address: str) -> str | None:
    """The keyed hash of an address' network this week; None for what is no address."""
    try:
        found = ip_address(address.partition("/")[0].partition("%")[0])
    except ValueError:
        return None
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    prefix = IPV6_PREFIX if isinstance(found, IPv6Address) else IPV4_PREFIX
    network = ip_network((found, prefix), strict=False)
    year, week, _day = timezone.now().isocalendar()
    key = hmac.digest(settings.SECRET_KEY.encode(), b"votes.patterns.network %d %d" % (year, week), "sha256")
    return hmac.digest(key, str(network).encode(), "sha256")[:8].hex()


def note_sign_in(user: User, address: str) -> None:
    if (network := network_of(address)) is not None:
        SignIn.objects.update_or_create(user=user, network=network, defaults={"at": timezone.now()})
