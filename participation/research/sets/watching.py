"""What is newer than last time: documents that were made since, and not those that were told already."""

from dataclasses import dataclass

from search.models import SearchDoc

from ..results import newer
from .models import SavedSearch

OVERLAP = 2_000
"""So many numbers before the last one are looked at again: transactions end in another order than they take numbers."""
MOST_TOLD = 200


@dataclass(frozen=True)
class News:
    """What is new of one search, newest first, and what to remember once it was told."""

    rows: list[SearchDoc]
    seen: int
    told: list[int]
    has_more: bool = False


def newest_number() -> int:
    return SearchDoc.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def news_of(saved: SavedSearch) -> News:
    """What was found newly since the last time, however long that is ago."""
    # Asked first: what comes in between is found now, remembered, and not told again.
    newest = newest_number()
    known = set(saved.told)
    rows: list[SearchDoc] = []
    near: list[int] = []
    for batch in newer(saved.asked, than=max(saved.seen - OVERLAP, 0)):
        near += [row.pk for row in batch if row.pk > newest - OVERLAP]
        rows += [row for row in batch if row.pk not in known]
        # Of many the newest are told: an import brings thousands.
        rows = rows[-MOST_TOLD - 1 :]
    return News(rows[::-1][:MOST_TOLD], newest, near, has_more=len(rows) > MOST_TOLD)


def begin_watching(saved: SavedSearch) -> None:
    """From now on: what is found already is no news."""
    saved.seen = newest_number()
    found = newer(saved.asked, than=max(saved.seen - OVERLAP, 0))
    saved.told = [row.pk for batch in found for row in batch]
