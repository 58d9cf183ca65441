"""What follows for campaigns from what happens to ideas, in the same transaction."""

from participation.events.models import Event
from participation.events.registry import subscribe

from ..models import Idea
from .actions import settle_rewards, take_in
from .models import Campaign


@subscribe("idea.submitted", name="campaigns.entries", in_transaction=True)
def take_part(event: Event) -> None:
    """Whoever posts to the theme's consultation while the campaign runs takes part."""
    idea = Idea.objects.only("consultation_id", "created_at").get(pk=event.object_id)
    for campaign in Campaign.objects.running(idea.created_at).filter(consultation=idea.consultation_id):
        take_in(idea, campaign, actor=event.actor)


@subscribe("idea.answered", name="campaigns.rewards", in_transaction=True)
def reward(event: Event) -> None:
    idea = Idea.objects.get(pk=event.object_id)
    settle_rewards(idea, status=str(event.payload.get("to", "")), actor=event.actor)
