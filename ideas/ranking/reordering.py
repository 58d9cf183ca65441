"""The worker's part of a changed half-life: ideas take their new places in batches, and nobody's vote waits."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from participation.events.apart import one_by_one
from participation.events.turns import a_turn

from ..models import HalfLifeChange, Idea, IdeaQuerySet, PopularityRule
from .half_life import half_lives

BATCH = 500
A_TURN = 10


def follow_half_lives() -> int:
    """Bring ideas to the places that changed half-lives give them, a few batches of each change, so that the worker's
    other tasks go on, too; returns how many were moved.

    Each batch is a transaction that says how far it came, so that a stop loses nothing. While it holds a row, votes on
    that idea wait in their queue and not for the row; they are added to whichever place the row has by then.
    """
    under_way = HalfLifeChange.objects.unfinished().order_by("pk").values_list("pk", flat=True)
    return one_by_one(_follow_for_a_turn, under_way)


def _follow_for_a_turn(pk: int) -> int:
    moved = 0
    for _batch in range(A_TURN):
        with a_turn():
            batch = _follow(pk)
        if not batch:
            break
        moved += batch
    return moved


@transaction.atomic
def _follow(pk: int) -> int:
    change = HalfLifeChange.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
    if change is None or change.finished_at:
        return 0
    # Read after the change's row is held: a change that came later has the last word.
    consultation_id: int | None = PopularityRule.objects.values_list("consultation_id", flat=True).get(
        pk=change.rule_id
    )
    rules = half_lives()
    rows = _concerned(consultation_id).filter(pk__gt=change.reached, pk__lte=change.last)
    batch = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
    if not batch:
        change.finished_at = timezone.now()
        change.save(update_fields=["finished_at"])
        return 0
    ideas = Idea.objects.filter(pk__in=batch)
    if consultation_id is None:
        ideas.update(heat=rules.site.heat())
        own = [pk for pk in rules.rules if pk is not None]
        ideas.exclude(consultation__in=own).update(local_heat=F("heat"))
    else:
        ideas.update(local_heat=rules.of(consultation_id).heat())
    change.reached = batch[-1]
    change.moved += len(batch)
    change.save(update_fields=["reached", "moved"])
    return len(batch)


def _concerned(consultation_id: int | None) -> IdeaQuerySet:
    ideas: IdeaQuerySet = Idea.objects.all()
    return ideas if consultation_id is None else ideas.filter(consultation=consultation_id)
