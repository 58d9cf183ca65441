"""What stands in an export: a row for each result, by columns that the codebook tells."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from participation.datasets.columns import Column, Row, Table
from participation.datasets.masking import without_addresses
from search import registry
from search.models import SearchDoc

from ..results import stable_id

COLUMNS = (
    Column("id", "string", _("kind and number together; it stays")),
    Column("thread", "string", _("the id of the thing that it belongs to: an idea and its answers have the same one")),
    Column("kind", "string", _("what it is")),
    Column("number", "integer", _("its number")),
    Column("code", "string", _("reference code that people quote")),
    Column("title", "string", _("title; mail and network addresses are masked")),
    Column("text", "string", _("text without markup; mail and network addresses are masked")),
    Column("date", "datetime", _("when it was posted")),
    Column("author", "string", _("public name; empty where the account is closed")),
    Column("topic", "integer", _("number of its topic")),
    Column("topic_name", "string", _("name of its topic")),
    Column("place", "integer", _("number of its place")),
    Column("place_name", "string", _("name of its place")),
    Column("department", "integer", _("number of the department in charge")),
    Column("department_name", "string", _("name of the department in charge")),
    Column("consultation", "integer", _("number of its consultation")),
    Column("status", "string", _("state")),
    Column("stage", "string", _("step on the way")),
    Column("votes", "integer", _("votes for it, or people who agree")),
    Column("source", "string", _("the board it was imported from; empty: written here")),
    Column("source_id", "string", _("its number on that board")),
    Column("source_url", "string", _("its address on that board")),
    Column("url", "string", _("its page")),
)
NAMES = [column.name for column in COLUMNS]


def results_table(rows: Iterable[Row]) -> Table:
    return Table(
        name="results",
        title=_("Results"),
        description=_("Everything that the search found, newest first. What is only close to the words is not in it."),
        columns=COLUMNS,
        rows=lambda: rows,
    )


def rows_of(documents: Sequence[SearchDoc]) -> Iterator[list[Any]]:
    """The rows of a step; names are looked up once for all of them."""
    named = {
        facet: registry.labels(facet, {value for each in documents if (value := getattr(each, f"{facet}_id"))})
        for facet in ("topic", "place", "department")
    }
    for each in documents:
        yield [
            stable_id(each.kind, each.object_id),
            (each.thread or stable_id(each.kind, each.object_id)).replace(":", "/"),
            each.kind,
            each.object_id,
            each.code,
            without_addresses(each.title),
            without_addresses(each.body),
            each.date,
            each.author_name,
            *(said for facet in named for said in _with_name(named[facet], getattr(each, f"{facet}_id"))),
            each.consultation_id,
            each.status,
            each.stage,
            each.votes,
            each.source,
            each.source_id,
            each.source_url,
            each.url if "://" in each.url else f"{settings.BASE_URL}{each.url}",
        ]


def _with_name(names: dict[Any, str], value: int | None) -> tuple[int | None, str]:
    return value, names.get(value, "")
