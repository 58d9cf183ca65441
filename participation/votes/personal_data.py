"""How a person voted, for their export. Votes stay counted when the account is closed."""

from typing import Any

from participation.accounts.export import register_section
from participation.accounts.models import User

from .models import VersionedVote


def votes(user: User) -> list[dict[str, Any]]:
    """All votes of the person, also those cast with another account of theirs."""
    rows = VersionedVote.objects.filter(user_id=user.voter_id).order_by("pk").select_related("content_type")
    return [
        {
            "kind": row.content_type.model,
            "id": int(row.object_id),
            "value": row.vote,
            "version": row.version,
            "at": row.time_stamp,
        }
        for row in rows
    ]


register_section("votes", votes)
