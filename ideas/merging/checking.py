"""Whether votes that were carried with merged ideas are what the merges say; asked of everybody they concern."""

from collections.abc import Iterator
from itertools import islice

from django.db import transaction

from ..models import CarriedVote, Idea, Merge
from .carrying import uncarried
from .settling import settle, unsettled

BATCH = 500


def check_merges(repair: bool) -> int:
    """How many votes differ from what the merges make of them, and supporters whom a finished merge forgot."""
    return sum(_check_target(pk, repair=repair) for pk in _targets())


def _targets() -> list[int]:
    """Those that hold others last in a chain come last: what is put right below is carried on."""
    return list(Idea.objects.filter(holds_others=True).order_by("merged_into_id", "pk").values_list("pk", flat=True))


def _check_target(pk: int, *, repair: bool) -> int:
    voters, wrong = _concerned(pk), 0
    while part := list(islice(voters, BATCH)):
        wrong += _check_some(pk, part, repair=repair)
    return wrong


def _concerned(pk: int) -> Iterator[int]:
    """What is under way is not looked at: it is the worker's."""
    finished = [merge for merge in Merge.objects.filter(target=pk) if not merge.is_under_way]
    met = CarriedVote.objects.filter(merge__in=[merge.pk for merge in finished]).order_by("voter_id")
    yield from met.values_list("voter_id", flat=True).distinct().iterator(chunk_size=BATCH)
    for merge in finished:
        if not merge.is_undone:
            yield from uncarried(merge).iterator(chunk_size=BATCH)


@transaction.atomic
def _check_some(pk: int, voters: list[int], *, repair: bool) -> int:
    idea = Idea.objects.select_related("consultation").get(pk=pk)
    wrong = unsettled(idea, voters)
    if repair and wrong:
        settle(idea, wrong)
    return len(wrong)
