"""What the events know of a person, for their export."""

from typing import Any

from participation.accounts.export import register_section
from participation.accounts.models import User

from .models import Event


def events(user: User) -> list[dict[str, Any]]:
    """What this person did here, in order."""
    done = Event.objects.filter(actor=user).order_by("pk")
    return list(done.values("created_at", "verb", "capacity", "content_type__model", "object_id", "payload"))


register_section("events", events)
