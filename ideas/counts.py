"""Kept counts of the public ideas. Every action that adds, hides or moves an idea says so here, in its transaction."""

from collections.abc import Iterable
from typing import NamedTuple, Self

from django.db import transaction
from django.db.models import Count, Sum

from .models import Idea, IdeaCount


class Cell(NamedTuple):
    """All that lists are filtered by; None as a whole where an idea is not public."""

    consultation_id: int
    status: str
    topic_id: int | None
    place_id: int | None
    board: str

    @classmethod
    def of(cls, idea: Idea) -> Self | None:
        if idea.is_hidden:
            return None
        return cls(idea.consultation_id, idea.status, idea.topic_id, idea.place_id, idea.source_board)


def move(before: Cell | None, after: Cell | None) -> None:
    """Count an idea in another cell than before; None means it is not counted there."""
    if before == after:
        return
    count_many((cell, step) for cell, step in ((before, -1), (after, 1)) if cell is not None)


def count_many(changes: Iterable[tuple[Cell, int]]) -> None:
    IdeaCount.objects.bulk_create(IdeaCount(**cell._asdict(), count=step) for cell, step in changes)


@transaction.atomic
def compact() -> int:
    """Add the rows of each cell up into one. Readers see the same sums before and after; returns the rows saved."""
    rows = list(IdeaCount.objects.select_for_update().values_list("pk", flat=True))
    sums = IdeaCount.objects.filter(pk__in=rows).values_list(*Cell._fields).annotate(total=Sum("count"))
    cells = [(Cell(*row[:-1]), row[-1]) for row in sums if row[-1]]
    if len(cells) == len(rows):
        return 0
    IdeaCount.objects.filter(pk__in=rows).delete()
    count_many(cells)
    return len(rows) - len(cells)


@transaction.atomic
def recount() -> int:
    """Make the counts anew from the ideas; returns how many cells were wrong."""
    kept = {
        Cell(*row[:-1]): row[-1] for row in IdeaCount.objects.values_list(*Cell._fields).annotate(total=Sum("count"))
    }
    fields = ["consultation_id", "status", "topic_id", "place_id", "source_board"]
    true = {
        Cell(*row[:-1]): row[-1] for row in Idea.objects.published().values_list(*fields).annotate(total=Count("pk"))
    }
    wrong = [cell for cell in kept.keys() | true.keys() if kept.get(cell, 0) != true.get(cell, 0)]
    count_many((cell, true.get(cell, 0) - kept.get(cell, 0)) for cell in wrong)
    return len(wrong)
