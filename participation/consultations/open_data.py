"""Consultations, their stages, topics and places as open data."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from participation.datasets.columns import Column, Row, Table, coded
from participation.datasets.masking import without_addresses
from participation.datasets.registry import register

from .ladder import Obligation
from .models import ConsultationIndexPage, Place, Rung, Stage, Topic
from .stages import StageKind

BATCH = 500


def topics() -> Iterator[Row]:
    for row in Topic.objects.order_by("pk"):
        yield row.pk, row.slug, row.name, row.parent_id


def places() -> Iterator[Row]:
    for row in Place.objects.order_by("pk"):
        yield row.pk, row.slug, row.name, row.population


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
            page.supporters_at_most,
            page.takes_more,
            page.oppose_points,
            page.first_published_at,
            f"{settings.BASE_URL}/consultations/{page.slug}/",
        )


def rungs() -> Iterator[Row]:
    public = ConsultationIndexPage.listed().values("pk")
    rows = Rung.objects.filter(page__in=public).order_by("page", "sort_order", "pk")
    for row in rows.iterator(chunk_size=BATCH):
        yield (
            row.pk,
            row.page_id,
            row.supporters,
            None if row.per_cent is None else float(row.per_cent),
            row.obliges,
            row.title,
            row.department_id,
            row.days,
            row.in_working_days,
            row.within_days,
            row.goes_on,
        )


def stages() -> Iterator[Row]:
    public = ConsultationIndexPage.listed().values("pk")
    rows = Stage.objects.filter(page__in=public).order_by("pk")
    for row in rows.iterator(chunk_size=BATCH):
        yield (
            row.pk,
            row.page_id,
            row.kind,
            row.title,
            row.starts_at,
            row.ends_at,
            row.hides_results,
            row.votes_per_person,
            row.votes_at_least,
        )


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
        columns=(NUMBER, SLUG, NAME, Column("population", "integer", _("people who live there, where it is known"))),
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
            Column("supporters_at_most", "integer", _("supporters that one idea may have; empty: any number")),
            Column("takes_more", "boolean", _("whether support goes on beyond that number")),
            Column("oppose_points", "integer", _("points that a vote against takes; empty: no points are counted")),
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
            Column("votes_per_person", "integer", _("votes that each person has; empty: as many as there are ideas")),
            Column("votes_at_least", "integer", _("votes from which a person’s votes count; empty: from the first")),
        ),
        rows=stages,
    )
)
register(
    Table(
        name="rungs",
        title=_("Ladders"),
        description=_("What support obliges to, rung by rung; a consultation without rungs has its threshold alone."),
        columns=(
            NUMBER,
            Column("consultation", "integer", _("the consultation it belongs to"), refers="consultations"),
            Column("supporters", "integer", _("supporters that it takes at least")),
            Column("per_cent", "number", _("share of the people of the place, in per cent; empty: the number alone")),
            Column("obliges", "string", _("what is owed"), codes=coded(Obligation.choices)),
            Column("title", "string", _("what is owed, in the consultation’s own words; empty: the usual ones")),
            Column(
                "department",
                "integer",
                _("the department that owes it; empty: the one in charge"),
                refers="departments",
            ),
            Column("days", "integer", _("days that are given for it")),
            Column("in_working_days", "boolean", _("whether these are working days")),
            Column("within_days", "integer", _("days to reach it from the rung before; empty: no limit of its own")),
            Column("goes_on", "boolean", _("whether support goes on after the answer")),
        ),
        rows=rungs,
    )
)
