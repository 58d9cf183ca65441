"""What the ledger of votes is told about ideas."""

from collections import Counter
from collections.abc import Collection, Iterable

from django.db.models import Model

from participation.votes.ledger.subjects import Subject, Tally, register_subject

from .models import Idea, TallyChange


def _waits_for(ids: Collection[int]) -> dict[int, int]:
    ideas = Idea.objects.filter(pk__in=ids).select_related("consultation")
    return {idea.pk: idea.consultation_id for idea in ideas if idea.consultation.hides_results()}


def _says_otherwise(idea: Model, version: int) -> bool:
    return isinstance(idea, Idea) and version < idea.text_version


def _tallies() -> Iterable[Tally]:
    """What the rows say and what still waits to be added to them."""
    waiting = Counter[tuple[int, str]]()
    for change in TallyChange.objects.iterator(chunk_size=2000):
        waiting[change.idea_id, "support"] += change.support
        waiting[change.idea_id, "oppose"] += change.oppose
    rows = Idea.objects.order_by("pk").values_list("pk", "support_count", "oppose_count").iterator(chunk_size=2000)
    return (Tally(pk, support + waiting[pk, "support"], oppose + waiting[pk, "oppose"]) for pk, support, oppose in rows)


register_subject(Subject(model=Idea, waits_for=_waits_for, says_otherwise=_says_otherwise, tallies=_tallies))
