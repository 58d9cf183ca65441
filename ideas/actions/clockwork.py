"""What happens to ideas because time passes: jobs take small locked batches and can stop anywhere."""

from collections.abc import Callable, Collection
from functools import partial

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from participation.consultations.models import ConsultationPage
from participation.consultations.stages import Power
from participation.events.apart import one_by_one

from ..life import WAITING, Status
from ..models import Idea, IdeaCount, IdeaQuerySet, Merge, closing_time
from ..tallies import ideas_with_waiting
from .moving import move_idea
from .owing import owe_all_the_same
from .voting import show_results, with_last_votes

BATCH = 200
Find = Callable[[], IdeaQuerySet]
Change = Callable[[Idea], None]


def expire_ideas() -> int:
    """End the search for support where its time is over; returns how many ideas ended."""

    show_results()
    hiding = [page.pk for page in ConsultationPage.objects.that_hide_results() if page.hides_results()]

    def over() -> IdeaQuerySet:
        ended = Idea.objects.waiting().filter(closes_at__lte=timezone.now()).order_by("closes_at")
        # Supporters who were merged into it in time may still be on their way.
        ended = ended.exclude(merges_in__in=Merge.objects.unfinished().filter(undone_at=None))
        # That it failed would tell how few voted: it is said with the results.
        return ended.exclude(consultation__in=hiding) if hiding else ended

    return _move_all(over, _end)


def _end(idea: Idea) -> None:
    """By the rule of its consultation it expires, or is answered all the same."""
    answered_from = idea.consultation.answered_from
    if answered_from is not None and idea.support_count >= answered_from:
        owe_all_the_same(idea)
    else:
        _move(idea, Status.EXPIRED, "idea.expired")


def follow_stages() -> int:
    """Ideas begin to take votes, or stop, when their consultation's stage does; returns how many changed.

    Which consultations have such ideas is read from the kept counts: the ideas themselves may be a million.
    """
    rows = IdeaCount.objects.filter(status__in=WAITING).values_list("consultation_id", "status")
    cells = {(pk, status) for pk, status, total in rows.annotate(total=Sum("count")).order_by() if total > 0}
    pages = ConsultationPage.objects.filter(pk__in={pk for pk, _status in cells}).prefetch_related("stages")
    moved = 0
    for page in pages:
        takes_votes = page.allows(Power.SUPPORT) or page.allows(Power.OPPOSE)
        before, after = WAITING if takes_votes else reversed(WAITING)
        if (page.pk, before) in cells:
            verb = "idea.voting_opened" if takes_votes else "idea.voting_closed"
            moved += _move_all(_waiting_in(page, before), partial(_move, status=after, verb=verb))
    return moved


def _waiting_in(page: ConsultationPage, status: Status) -> Find:
    return lambda: Idea.objects.filter(consultation=page, status=status).order_by("pk")


def reset_closing_times(page: ConsultationPage) -> int:
    """After an editor moved the stages: ideas that still look for support have until the new end; returns how many.

    Where each idea has days of its own, counted from its posting, the stages change nothing.
    """
    if page.support_days:
        return 0
    new = closing_time(page, timezone.now())
    waiting = Idea.objects.waiting().filter(consultation=page)
    if any(rung.within_days for rung in page.ladder):
        # After a rung, the days to the next one are counted from there.
        waiting = waiting.filter(threshold_met=None)
    stale = waiting.filter(closes_at__isnull=False) if new is None else waiting.exclude(closes_at=new)
    return stale.update(closes_at=new)


def _move(idea: Idea, status: Status, verb: str) -> None:
    move_idea(idea, status, verb=verb, actor=None, support=idea.support_count, threshold=idea.threshold)


def _move_all(find: Find, change: Change) -> int:
    moved = 0
    failed: set[int] = set()
    while batch := _move_batch(lambda: find().exclude(pk__in=failed), change, failed):
        moved += batch
    return moved - len(failed)


@transaction.atomic
def _move_batch(find: Find, change: Change, failed: set[int]) -> int:
    """Rows that another worker holds are left to it; on SQLite only one writes at a time."""
    rows = find().select_related("consultation__department", "topic__department", "place", "department")
    ideas = list(rows.select_for_update(of=("self",), skip_locked=True)[:BATCH])
    waiting = ideas_with_waiting(among=[idea.pk for idea in ideas])
    one_by_one(partial(_move_one, change=change, waiting=waiting, failed=failed), ideas)
    return len(ideas)


def _move_one(idea: Idea, *, change: Change, waiting: Collection[int], failed: set[int]) -> int:
    failed.add(idea.pk)
    with transaction.atomic():
        if idea.pk in waiting:
            idea = with_last_votes(idea)
        if idea.status in WAITING:  # else its last votes met the threshold
            change(idea)
    failed.discard(idea.pk)
    return 1
