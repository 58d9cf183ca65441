"""What the ledger of votes is told about ideas."""

from collections.abc import Collection, Iterable

from participation.votes.ledger.subjects import Subject, Tally, register_subject

from .models import Idea


def _versions(ids: Collection[int]) -> dict[int, int]:
    return dict(Idea.objects.filter(pk__in=ids).values_list("pk", "version"))


def _tallies() -> Iterable[Tally]:
    rows = Idea.objects.order_by("pk").values_list("pk", "support_count", "oppose_count")
    return (Tally(*row) for row in rows.iterator(chunk_size=2000))


register_subject(Subject(model=Idea, versions=_versions, tallies=_tallies))
