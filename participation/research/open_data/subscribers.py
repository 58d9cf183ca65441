"""What is hidden is handed out no more, from the moment of hiding on."""

from typing import Any

from participation.events.models import Event
from participation.events.registry import subscribe

from .publishing import withdraw_those_with


@subscribe("*.hidden", name="open_data.withdraw", in_transaction=True)
def withdraw(event: Event) -> None:
    target: Any = event.target
    created_at = getattr(target, "created_at", None)
    if created_at is not None:
        withdraw_those_with(created_at)
