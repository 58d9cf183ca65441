"""What was owed and whether it was kept, as open data: what ideas' pages and the pages of departments show."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from participation.consultations.ladder import Obligation
from participation.datasets.columns import Column, Row, Table, coded
from participation.datasets.masking import without_addresses
from participation.datasets.registry import register

from ..models import Duty, DutyExtension

BATCH = 500


def duties() -> Iterator[Row]:
    for row in Duty.objects.public().order_by("pk").iterator(chunk_size=BATCH):
        yield (
            row.pk,
            row.idea_id,
            row.position,
            row.supporters,
            row.obliges,
            row.title,
            row.department_id,
            row.days,
            row.in_working_days,
            row.met_at,
            row.due_at,
            row.fulfilled_at,
            row.outcome or None,
            without_addresses(row.report),
            row.lapsed_at,
            row.lapse or None,
        )


def extensions() -> Iterator[Row]:
    rows = DutyExtension.objects.filter(duty__idea__hidden_at=None).order_by("pk")
    for row in rows.iterator(chunk_size=BATCH):
        yield row.pk, row.duty_id, row.due_before, row.due_after, without_addresses(row.reason), row.created_at


NUMBER = Column("id", "integer", _("number"))

register(
    Table(
        name="duties",
        title=_("What is owed"),
        description=_("What each public idea obliged the public body to, as it was promised, and what became of it."),
        columns=(
            NUMBER,
            Column("idea", "integer", _("the idea it belongs to"), refers="ideas"),
            Column("rung", "integer", _("which rung of the ladder, from 1")),
            Column("supporters", "integer", _("supporters from which it was owed")),
            Column("obliges", "string", _("what is owed"), codes=coded(Obligation.choices)),
            Column("title", "string", _("what is owed, in the consultation’s own words; empty: the usual ones")),
            Column("department", "integer", _("the department that owes it"), refers="departments"),
            Column("days", "integer", _("days that were given for it")),
            Column("in_working_days", "boolean", _("whether these are working days")),
            Column("met_at", "datetime", _("since when it was owed")),
            Column("due_at", "datetime", _("until when it was owed, as the date stood last")),
            Column("fulfilled_at", "datetime", _("when it was done")),
            Column("outcome", "string", _("the decision, or “reported” for a check or a forum")),
            Column("report", "string", _("what came of a check or a forum; addresses are masked")),
            Column("lapsed_at", "datetime", _("when it was owed no more although nothing was done")),
            Column("lapse", "string", _("why it was owed no more"), codes=coded(Duty.Lapse.choices)),
        ),
        rows=duties,
    )
)
register(
    Table(
        name="duty_extensions",
        title=_("Dates that were put off"),
        description=_("Each time that a date was put off, and why."),
        columns=(
            NUMBER,
            Column("duty", "integer", _("what is owed"), refers="duties"),
            Column("due_before", "datetime", _("the date as it stood before")),
            Column("due_after", "datetime", _("the new date")),
            Column("reason", "string", _("the reason as it was given; addresses are masked")),
            Column("created_at", "datetime", _("when it was put off")),
        ),
        rows=extensions,
    )
)
