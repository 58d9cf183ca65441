"""Makes the index anew beside the one that is searched, checks it, and changes them over in one step."""

from __future__ import annotations

import random

from ..engines.base import EngineAway, Progress
from ..models import SearchDoc
from . import keeping
from .indexes import BATCH, Index, fields_of, refill

SAMPLE = 1_000
_TRIES = 5


class RebuildRefused(EngineAway):
    """The new index is not like the rows; the old one goes on being searched."""


def renew(progress: Progress = None) -> int:
    """Fill a new index, check it and let it be searched. The one before is kept, and kept in step, as a way back."""
    searched = Index.searched()
    for index in Index.writable():
        # What an interrupted rebuild left, and the way back from the one before.
        if index != searched:
            index.drop()
    made = Index.create()
    try:
        refill(made, SearchDoc.objects.findable().order_by("pk").iterator(chunk_size=BATCH), progress)
        _check(made)
    except BaseException:
        made.drop()
        raise
    made.become_searched()
    return made.count()


def go_back() -> Index:
    """Search the index from before the last rebuild again."""
    searched = Index.searched()
    for index in reversed(Index.writable()):
        if index != searched:
            index.become_searched()
            return index
    raise EngineAway("There is no index to go back to.")


def _check(made: Index) -> None:
    """Counts and a sample. Changes go on meanwhile: what differs is looked at again after they were sent."""
    for _ in range(_TRIES):
        while keeping.send_batch():
            pass
        made.refresh()
        if made.count() == SearchDoc.objects.findable().count() and not _differs(made):
            return
    raise RebuildRefused("The new index does not hold what the database does; the old one is kept.")


def _differs(made: Index) -> bool:
    """Whether one of some rows picked at random is not in the index just as it is."""
    numbers = list(SearchDoc.objects.findable().values_list("pk", flat=True))
    picked = random.sample(numbers, min(SAMPLE, len(numbers)))
    rows = SearchDoc.objects.findable().filter(pk__in=picked)
    kept = {pk: fingerprint for pk, _, _, fingerprint in made.prints(picked)}
    return any(kept.get(row.pk) != fields_of(row)["fingerprint"] for row in rows)
