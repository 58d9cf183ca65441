"""What is hidden is taken out of sight where it was written into files, too."""

from participation.events.models import Event
from participation.events.registry import subscribe

from ..results import stable_id
from .tidying import WITHDRAWING, withdraw_those_with


@subscribe("*.hidden", name=WITHDRAWING)
def withdraw(event: Event) -> None:
    withdraw_those_with(stable_id(event.content_type.model, event.object_id))
