"""How a person voted, for their export. Votes stay counted when the account is closed."""

from typing import Any

from voting.models import Vote

from participation.accounts.export import register_section
from participation.accounts.models import User


def votes(user: User) -> list[dict[str, Any]]:
    """All votes of the person, also those cast with another account of theirs."""
    cast = Vote.objects.filter(user_id=user.voter_id).order_by("pk")
    return list(cast.values("content_type__model", "object_id", "vote", "time_stamp"))


register_section("votes", votes)
