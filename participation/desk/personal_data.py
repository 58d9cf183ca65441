"""What the desk knows of a person, for their export."""

from typing import Any

from participation.accounts.export import register_section
from participation.accounts.models import User

from .models import Evaluation, InternalNote


def notes(user: User) -> list[dict[str, Any]]:
    """That one wrote; the words belong to the office's file and stay there."""
    return [dict(row) for row in InternalNote.objects.filter(author=user).values("idea_id", "created_at")]


def evaluations(user: User) -> list[dict[str, Any]]:
    """What one was asked to evaluate, and what one said."""
    rows = Evaluation.objects.of(user).values("request__idea_id", "scores", "words", "done_at")
    return [dict(row) for row in rows]


register_section("internal_notes", notes)
register_section("evaluations", evaluations)
