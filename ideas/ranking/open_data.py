"""Changes of half-lives as open data: what the page about the orders of lists logs."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from participation.datasets.columns import Column, Row, Table
from participation.datasets.masking import without_addresses
from participation.datasets.registry import register

from ..models import HalfLifeChange

BATCH = 500


def half_life_changes() -> Iterator[Row]:
    """Those of the site's lists and of consultations that everybody sees."""
    for row in HalfLifeChange.objects.public().select_related("rule").order_by("pk").iterator(chunk_size=BATCH):
        reason = without_addresses(row.reason)
        yield row.pk, row.rule.consultation_id, row.before, row.after, reason, row.created_at


register(
    Table(
        name="half_life_changes",
        title=_("Changes of half-lives"),
        description=_("How fast support loses its weight in the lists of what is popular: each change, and why."),
        columns=(
            Column("id", "integer", _("number")),
            Column(
                "consultation", "integer", _("whose list it is; empty: the lists of the site"), refers="consultations"
            ),
            Column("before", "integer", _("days in which a supporter's weight halved before")),
            Column("after", "integer", _("days in which it halves since")),
            Column("reason", "string", _("the reason as it was given; addresses are masked")),
            Column("created_at", "datetime", _("when it was changed")),
        ),
        rows=half_life_changes,
    )
)
