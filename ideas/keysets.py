"""Pages that follow a row instead of counting rows: the ten-thousandth costs what the first does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from participation.errors import Invalid

_SALT = "ideas.keysets"
Row = TypeVar("Row", bound=models.Model)
After = tuple[Any, int]


@dataclass(frozen=True)
class Keyset:
    """An order by one column and, among equals, by the key."""

    column: str
    kind: Callable[..., Any]
    descending: bool

    @property
    def order(self) -> tuple[str, str]:
        sign = "-" if self.descending else ""
        return f"{sign}{self.column}", f"{sign}pk"

    def beyond(self, after: After) -> Q:
        """Rows after this one. The first half is what the index is entered by, the second sorts out equals."""
        value, pk = after
        way = "lt" if self.descending else "gt"
        column = self.column
        return Q(**{f"{column}__{way}e": value}) & (Q(**{f"{column}__{way}": value}) | Q(**{f"pk__{way}": pk}))

    def of(self, row: models.Model) -> After:
        return getattr(row, self.column), row.pk


@dataclass(frozen=True)
class KeysetPage(Generic[Row]):
    """Rows, and the one after which the next page begins (None at the end)."""

    items: list[Row]
    after: After | None


def take(rows: "models.QuerySet[Row]", keyset: Keyset, limit: int, after: After | None) -> KeysetPage[Row]:
    """One page: a row more than asked for tells whether there is another."""
    if limit <= 0:
        return KeysetPage([], None)
    if after is not None:
        rows = rows.filter(keyset.beyond(after))
    found = list(rows.order_by(*keyset.order)[: limit + 1])
    shown = found[:limit]
    return KeysetPage(shown, keyset.of(shown[-1]) if len(found) > limit else None)


def written_cursor(after: After, order: str) -> str:
    """The cursor as it stands in an address: signed, and good for this order alone."""
    value, pk = after
    kept = value.isoformat() if isinstance(value, datetime) else value
    return signing.dumps([order, kept, pk], salt=_SALT, compress=False)


def read_cursor(cursor: str, order: str) -> After | None:
    """Where a page begins; None is the beginning. Raises Invalid on ``cursor``."""
    if not cursor:
        return None
    try:
        for_order, value, pk = signing.loads(cursor, salt=_SALT)
        if for_order != order or not isinstance(pk, int):
            raise ValueError
        return (datetime.fromisoformat(value) if isinstance(value, str) else value), pk
    except (signing.BadSignature, ValueError, TypeError):
        raise Invalid(
            errors={"cursor": _("This page of the list cannot be found. Go back to its beginning.")}
        ) from None
