"""What the desk knows of a person, for their export."""

from typing import Any

from participation.accounts.export import register_section
from participation.accounts.models import User

from .models import InternalNote


def notes(user: User) -> list[dict[str, Any]]:
    """That one wrote; the words belong to the office's file and stay there."""
    return [dict(row) for row in InternalNote.objects.filter(author=user).values("idea_id", "created_at")]


register_section("internal_notes", notes)
