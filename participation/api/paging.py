"""Lists that are not ideas: pages that follow a row, with the cursors that lists of ideas have."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import models

from ideas.keysets import Keyset, read_cursor, take, written_cursor

from .asked import Paged

Row = TypeVar("Row", bound=models.Model)
BY_NUMBER = Keyset("pk", int, descending=False)
LATEST = Keyset("pk", int, descending=True)


@dataclass(frozen=True)
class Listed(Generic[Row]):
    items: list[Row]
    next: str | None
    count: int


def page_of(rows: "models.QuerySet[Row]", keyset: Keyset, asked: Paged, *, name: str) -> Listed[Row]:
    """One page. ``name`` says which list in which order a cursor is good for. Raises Invalid on ``cursor``."""
    page = take(rows, keyset, asked.limit, read_cursor(asked.cursor, name))
    return Listed(page.items, written_cursor(page.after, name) if page.after else None, rows.order_by().count())
