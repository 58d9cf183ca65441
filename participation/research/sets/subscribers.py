"""What is hidden is no longer counted among what a cited set finds now."""

from participation.events.models import Event
from participation.events.registry import subscribe

from .comparing import look_again_soon


@subscribe("*.hidden", name="sets.look_again", in_transaction=True)
def look_again(event: Event) -> None:
    look_again_soon()
