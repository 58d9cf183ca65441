"""Consultations, their stages, topics and places as open data."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from participation.datasets.columns import Column, Row, Table, coded
from participation.datasets.masking import without_addresses
from participation.datasets.registry import register

from .models import ConsultationIndexPage, Place, Stage, Topic
from .stages import StageKind

BATCH = 500


def topics() -> Iterator[Row]:
    for row in Topic.objects.order_by("pk"):
        yield row.pk, row.slug, row.name, row.parent_id


def places() -> Iterator[Row]:
    for row in Place.objects.order_by("pk"):
        yield row.pk, row.slug, row.name


def consultations() -> Iterator[Row]:
    """What the public list shows: drafts and what is kept behind a password are not in it."""
    for page in ConsultationIndexPage.listed().order_by("pk").iterator(chunk_size=BATCH):
        yield (
            page.pk,
            page.slug,
            page.title,
            without_addresses(page.intro),
            page.department_id,
            page.topic_id,
            page.place_id,
            page.threshold,
            page.answer_days,
            page.first_published_at,
            f"{settings.BASE_URL}/consultations/{page.slug}/",
        )


def stages() -> Iterator[Row]:
    public = ConsultationIndexPage.listed().values("pk")
    rows = Stage.objects.filter(page__in=public).order_by("pk")
    for row in rows.iterator(chunk_size=BATCH):
        yield row.pk, row.page_id, row.kind, row.title, row.starts_at, row.ends_at, row.hides_results


NUMBER = Column("id", "integer", _("number"))
SLUG = Column("slug", "string", _("short name in addresses"))
NAME = Column("name", "string", _("name, in the site’s own language"))

register(
    Table(
        name="topics",
        title=_("Topics"),
        description=_("What contributions are about, in two levels."),
        columns=(NUMBER, SLUG, NAME, Column("parent", "integer", _("the topic it is a part of"), refers="topics")),
        rows=topics,
    )
)
register(
    Table(
        name="places",
        title=_("Places"),
        description=_("Where: neighbourhoods, or the whole area."),
        columns=(NUMBER, SLUG, NAME),
        rows=places,
    )
)
register(
    Table(
        name="consultations",
        title=_("Consultations"),
        description=_("What the public body asks, as the public list shows it."),
        columns=(
            NUMBER,
            SLUG,
            Column("title", "string", _("title")),
            Column("intro", "string", _("what it is about, in short")),
            Column("department", "integer", _("who asks and answers"), refers="departments"),
            Column("topic", "integer", _("topic"), refers="topics"),
            Column("place", "integer", _("place"), refers="places"),
            Column("threshold", "integer", _("supporters from which an answer is owed")),
            Column("answer_days", "integer", _("days in which the answer is owed")),
            Column("published_at", "datetime", _("when it was published first")),
            Column("url", "string", _("its page")),
        ),
        rows=consultations,
    )
)
register(
    Table(
        name="stages",
        title=_("Stages"),
        description=_("The dated parts of consultations."),
        columns=(
            NUMBER,
            Column("consultation", "integer", _("the consultation it belongs to"), refers="consultations"),
            Column("kind", "string", _("what it allows"), codes=coded(StageKind.choices)),
            Column("title", "string", _("title; empty: the name of its kind")),
            Column("starts_at", "datetime", _("from")),
            Column("ends_at", "datetime", _("until; empty: without end")),
            Column("hides_results", "boolean", _("whether counts are shown only after its end")),
        ),
        rows=stages,
    )
)
