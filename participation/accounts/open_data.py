"""What of the public body's organisation is open data."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from participation.datasets.columns import Column, Row, Table
from participation.datasets.registry import register

from .models import Department


def departments() -> Iterator[Row]:
    for row in Department.objects.order_by("pk"):
        yield row.pk, row.slug, row.name


register(
    Table(
        name="departments",
        title=_("Departments"),
        description=_("The parts of the public body that answer."),
        columns=(
            Column("id", "integer", _("number")),
            Column("slug", "string", _("short name in addresses")),
            Column("name", "string", _("name, in the site’s own language")),
        ),
        rows=departments,
    )
)
