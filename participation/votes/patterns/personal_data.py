"""What is kept of how a person's votes came, for their export."""

from typing import Any

from participation.accounts.export import register_section
from participation.accounts.models import User

from .models import SignIn, UnusualVote


def networks(user: User) -> list[dict[str, Any]]:
    """When the account signed in, each from another network; the hash says nothing more."""
    return [{"network": row.network, "at": row.at} for row in SignIn.objects.filter(user=user).order_by("at")]


def marks(user: User) -> list[dict[str, Any]]:
    rows = UnusualVote.objects.filter(voter=user).select_related("arrivals").order_by("pk")
    return [{"id": row.arrivals.object_id, "hour": row.arrivals.hour, "signs": row.signs.split()} for row in rows]


register_section("networks", networks)
register_section("unusual_votes", marks)
