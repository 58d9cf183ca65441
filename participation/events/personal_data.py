"""What the events know of a person, for their export."""

from typing import Any

from participation.accounts.export import register_section
from participation.accounts.models import User

from .models import Event


def events(user: User) -> list[dict[str, Any]]:
    """What this person did here, in order."""
    rows = Event.objects.filter(actor=user).order_by("pk").select_related("content_type")
    return [
        {
            "at": row.created_at,
            "verb": row.verb,
            "capacity": row.capacity,
            "kind": row.content_type.model,
            "id": row.object_id,
            "details": row.payload,
        }
        for row in rows
    ]


register_section("events", events)
