"""What moderation knows of a person, for their export."""

from typing import Any

from participation.accounts.export import register_section
from participation.accounts.models import User

from .models import Report


def reports(user: User) -> list[dict[str, Any]]:
    """What this person reported, and what became of it."""
    made = Report.objects.filter(reporter_id=user.voter_id).select_related("content_type").order_by("pk")
    return [
        {
            "kind": report.content_type.model,
            "id": report.object_id,
            "reason": report.reason,
            "text": report.text,
            "reported": report.created_at,
            "settled": report.settled_at,
            "upheld": report.upheld,
        }
        for report in made
    ]


register_section("reports", reports)
