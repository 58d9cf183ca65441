"""What the public body does for ideas, as open data."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from participation.datasets.columns import Column, Row, Table, coded
from participation.datasets.masking import without_addresses
from participation.datasets.registry import register

from .models import Milestone, Result, ResultLink, ResultReport

BATCH = 500


def results() -> Iterator[Row]:
    for row in Result.objects.order_by("pk").defer("html").iterator(chunk_size=BATCH):
        yield (
            row.pk,
            row.title,
            without_addresses(row.text),
            row.state,
            row.percent,
            row.department_id,
            row.topic_id,
            row.place_id,
            row.cost,
            row.starts_on,
            row.ends_on,
            without_addresses(row.stopped_reason),
            row.created_at,
            row.changed_at,
            f"{settings.BASE_URL}/results/{row.pk}/{row.slug}/",
        )


def links() -> Iterator[Row]:
    """To public ideas alone."""
    rows = ResultLink.objects.filter(idea__hidden_at=None).order_by("pk")
    yield from rows.values_list("pk", "result_id", "idea_id", "linked_at").iterator(chunk_size=BATCH)


def milestones() -> Iterator[Row]:
    rows = Milestone.objects.order_by("pk")
    yield from rows.values_list("pk", "result_id", "title", "due_on", "reached_on").iterator(chunk_size=BATCH)


def reports() -> Iterator[Row]:
    for row in ResultReport.objects.order_by("pk").defer("html").iterator(chunk_size=BATCH):
        yield row.pk, row.result_id, row.percent, row.before, without_addresses(row.text), row.created_at


NUMBER = Column("id", "integer", _("number"))
RESULT = Column("result", "integer", _("the result it belongs to"), refers="results")

register(
    Table(
        name="results",
        title=_("Results"),
        description=_("What the public body does, told once for all the ideas that it answers."),
        columns=(
            NUMBER,
            Column("title", "string", _("title")),
            Column("text", "string", _("the text as it was written (Markdown); mail and network addresses are masked")),
            Column("state", "string", _("state"), codes=coded(Result.State.choices)),
            Column("percent", "integer", _("per cent that are carried out")),
            Column("department", "integer", _("the department in charge"), refers="departments"),
            Column("topic", "integer", _("what it is about"), refers="topics"),
            Column("place", "integer", _("where it is about"), refers="places"),
            Column("cost", "integer", _("what it costs")),
            Column("starts_on", "date", _("the day on which it begins")),
            Column("ends_on", "date", _("the day on which it ends")),
            Column("stopped_reason", "string", _("why it was stopped")),
            Column("created_at", "datetime", _("when it was posted")),
            Column("changed_at", "datetime", _("when it was changed last")),
            Column("url", "string", _("its page")),
        ),
        rows=results,
    )
)
register(
    Table(
        name="result_ideas",
        title=_("Ideas behind results"),
        description=_("Which public ideas a result answers."),
        columns=(
            NUMBER,
            RESULT,
            Column("idea", "integer", _("the idea that it answers"), refers="ideas"),
            Column("linked_at", "datetime", _("since when that is said")),
        ),
        rows=links,
    )
)
register(
    Table(
        name="result_milestones",
        title=_("Steps of results"),
        description=_("The steps of the work, with the day by which each is promised."),
        columns=(
            NUMBER,
            RESULT,
            Column("title", "string", _("title")),
            Column("due_on", "date", _("the day by which it is promised")),
            Column("reached_on", "date", _("the day on which it was reached")),
        ),
        rows=milestones,
    )
)
register(
    Table(
        name="result_reports",
        title=_("Reports on results"),
        description=_("What the departments told of the work, in order; a correction is another report."),
        columns=(
            NUMBER,
            RESULT,
            Column("percent", "integer", _("per cent that are carried out")),
            Column("before", "integer", _("per cent that were told before")),
            Column("text", "string", _("the text as it was written (Markdown); mail and network addresses are masked")),
            Column("created_at", "datetime", _("when it was posted")),
        ),
        rows=reports,
    )
)
