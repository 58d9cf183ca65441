"""What is hidden is handed out no more, from the moment of hiding on."""

from participation.events.models import Event
from participation.events.registry import subscribe

from . import publishing


@subscribe("*.hidden", name="open_data.withdraw", in_transaction=True)
def withdraw(event: Event) -> None:
    publishing.withdraw(event)
