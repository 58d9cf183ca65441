"""Which ideas were put together and which divided, as open data. Who supported which is in nobody's data."""

from collections.abc import Iterator

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from participation.datasets.columns import Column, Row, Table
from participation.datasets.masking import without_addresses
from participation.datasets.registry import register

from ..models import Merge, Split

BATCH = 500


def folded_at() -> Coalesce:
    """Since when others stand for an idea; empty where none do."""
    merged = Merge.objects.standing().filter(source=OuterRef("pk")).values("merged_at")[:1]
    divided = Split.objects.filter(idea=OuterRef("pk"), undone_at=None).values("split_at")[:1]
    return Coalesce(Subquery(merged), Subquery(divided))


def merges() -> Iterator[Row]:
    """Both ideas can be seen."""
    rows = Merge.objects.filter(source__hidden_at=None, target__hidden_at=None).order_by("pk")
    for row in rows.iterator(chunk_size=BATCH):
        why, undone = without_addresses(row.reason), without_addresses(row.undone_reason)
        yield row.pk, row.source_id, row.target_id, why, row.merged_at, row.undone_at, undone


def divisions() -> Iterator[Row]:
    """The parts name the whole themselves."""
    rows = Split.objects.filter(idea__hidden_at=None).order_by("pk")
    for row in rows.iterator(chunk_size=BATCH):
        why, undone = without_addresses(row.reason), without_addresses(row.undone_reason)
        yield row.pk, row.idea_id, why, row.split_at, row.undone_at, undone


NUMBER = Column("id", "integer", _("number"))
TEXT = _("the text as it was written (Markdown); mail and network addresses are masked")

register(
    Table(
        name="idea_merges",
        title=_("Merged ideas"),
        description=_("Which idea was merged into which, why, and what was undone."),
        columns=(
            NUMBER,
            Column("source", "integer", _("the idea that was merged"), refers="ideas"),
            Column("into", "integer", _("the idea that stays"), refers="ideas"),
            Column("reason", "string", TEXT),
            Column("merged_at", "datetime", _("when it was merged")),
            Column("undone_at", "datetime", _("when the merge was undone")),
            Column("undone_reason", "string", TEXT),
        ),
        rows=merges,
    )
)
register(
    Table(
        name="idea_divisions",
        title=_("Divided ideas"),
        description=_("Which idea was divided, why, and what was undone. Its parts name it as “split_from”."),
        columns=(
            NUMBER,
            Column("idea", "integer", _("the idea that was divided"), refers="ideas"),
            Column("reason", "string", TEXT),
            Column("divided_at", "datetime", _("when it was divided")),
            Column("undone_at", "datetime", _("when the division was undone")),
            Column("undone_reason", "string", TEXT),
        ),
        rows=divisions,
    )
)
