"""How much of the support came on paper, as open data: what ideas' pages say, and nothing of who signed."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from participation.datasets.columns import Column, Row, Table
from participation.datasets.registry import register

from ..models import Idea
from .models import SignatureSheet
from .showing import paper_support

BATCH = 500


def sheets() -> Iterator[Row]:
    """By idea. Sheets that wait for a second person are nobody's business yet."""
    counted = Count("sheets", filter=Q(sheets__state=SignatureSheet.State.COUNTED))
    ideas = Idea.objects.published().select_related("consultation").annotate(counted=counted).filter(counted__gt=0)
    for idea in ideas.only("pk", "consultation").order_by("pk").iterator(chunk_size=BATCH):
        yield idea.pk, idea.counted, None if idea.consultation.hides_results() else paper_support(idea)


register(
    Table(
        name="signature_sheets",
        title=_("Signatures on paper"),
        description=_("How many of the supporters of each idea signed on paper. Who signed is in nobody’s data."),
        columns=(
            Column("idea", "integer", _("the idea that was signed"), refers="ideas"),
            Column("sheets", "integer", _("sheets that two people of the office have checked")),
            Column(
                "support",
                "integer",
                _("votes that stand and came on paper; empty while the consultation hides its results"),
            ),
        ),
        rows=sheets,
        key="idea",
    )
)
