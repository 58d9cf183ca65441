"""A person's receipts, for their export."""

from typing import Any

from participation.accounts.export import register_section
from participation.accounts.models import User

from .mine import entries_of


def receipts(user: User) -> list[dict[str, Any]]:
    """Where in the public ledger this person's votes are: known to them alone."""
    return [
        {"idea": entry.idea, "value": entry.vote.vote, "receipt": entry.receipt, "entry": entry.text}
        for entry in entries_of(user)
    ]


register_section("ledger", receipts)
