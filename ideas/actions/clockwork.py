"""What happens to ideas because time passes. Each job takes small locked batches and can stop anywhere."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from participation.consultations.models import ConsultationPage
from participation.consultations.stages import Power

from ..life import Status
from ..models import Idea, IdeaQuerySet
from .moving import move_idea

BATCH = 200
Find = Callable[[], IdeaQuerySet]


def expire_ideas() -> int:
    """End the search for support where its time is over; returns how many ideas ended."""
    return _move_all(
        lambda: Idea.objects.waiting().filter(closes_at__lte=timezone.now()), Status.EXPIRED, verb="idea.expired"
    )


def follow_stages() -> int:
    """Ideas begin to take votes, or stop, when their consultation's stage does; returns how many changed."""
    moved = 0
    for consultation in ConsultationPage.objects.filter(live=True).prefetch_related("stages"):
        takes_votes = consultation.allows(Power.SUPPORT) or consultation.allows(Power.OPPOSE)
        mine = Idea.objects.filter(consultation=consultation)
        if takes_votes:
            moved += _move_all(lambda q=mine: q.filter(status=Status.POSTED), Status.VOTING, verb="idea.voting_opened")  # type: ignore[misc]  # bound now
        else:
            moved += _move_all(lambda q=mine: q.filter(status=Status.VOTING), Status.POSTED, verb="idea.voting_closed")  # type: ignore[misc]  # bound now
    return moved


def _move_all(find: Find, status: Status, *, verb: str) -> int:
    moved = 0
    while batch := _move_batch(find, status, verb):
        moved += batch
    return moved


@transaction.atomic
def _move_batch(find: Find, status: Status, verb: str) -> int:
    ideas = list(find().select_for_update(of=("self",), skip_locked=True)[:BATCH])
    for idea in ideas:
        move_idea(idea, status, verb=verb, actor=None, support=idea.support_count, threshold=idea.threshold)
    return len(ideas)
