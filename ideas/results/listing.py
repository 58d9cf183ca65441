"""The list of results: what may be asked for, and one page of it. Pages, feeds and the API share this."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from django.utils.translation import gettext as _

from participation.errors import Invalid

from ..keysets import Keyset, read_cursor, take, written_cursor
from ..models import Idea
from .models import Result, ResultQuerySet

PAGE = 25
NUMBERS = ("department", "topic", "place", "consultation", "idea")
LATEST = Keyset("changed_at", datetime, descending=True)
_LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Wanted:
    """A list as an address asks for it. Empty means anything."""

    state: str = ""
    department: int | None = None
    topic: int | None = None
    place: int | None = None
    consultation: int | None = None
    idea: int | None = None

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> Self:
        """Out of an address's parameters. Raises Invalid naming each that makes no sense."""
        errors: dict[str, str] = {}
        state = str(query.get("state") or "")
        if state and state not in Result.State.values:
            errors["state"] = _("There is no such state.")
        numbers = {name: _number(query, name, errors) for name in NUMBERS}
        if errors:
            raise Invalid(errors=errors)
        return cls(state=state, **numbers)

    def as_query(self) -> dict[str, str]:
        """The parameters that say the same."""
        return {name: str(value) for name in self.__dataclass_fields__ if (value := getattr(self, name))}

    def but(self, **changes: Any) -> Self:
        return replace(self, **changes)

    @property
    def chosen(self) -> int:
        """How many filters are set."""
        return len(self.as_query())


def _number(query: Mapping[str, Any], name: str, errors: dict[str, str]) -> int | None:
    word = str(query.get(name) or "").strip()
    if not word:
        return None
    if word.isascii() and word.isdigit() and len(word) < 20 and 0 < int(word) <= _LARGEST:
        return int(word)
    errors[name] = _("There is no such choice.")
    return None


@dataclass(frozen=True)
class ResultPage:
    """One page; ``next`` is the cursor of the page after, or None."""

    results: list[Result]
    next: str | None


def result_page(wanted: Wanted, *, limit: int = PAGE, cursor: str = "") -> ResultPage:
    """One page, what changed last first. Raises Invalid on ``cursor``."""
    page = take(narrowed(wanted).with_names(), LATEST, limit, read_cursor(cursor, "results"))
    return ResultPage(page.items, written_cursor(page.after, "results") if page.after else None)


def narrowed(wanted: Wanted) -> ResultQuerySet:
    """The results that pass the filters. A link to a hidden idea leads nowhere, also not through a filter."""
    rows: ResultQuerySet = Result.objects.all()
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    for name in ("department", "topic", "place"):
        if value := getattr(wanted, name):
            rows = rows.filter(**{f"{name}_id": value})
    if wanted.idea or wanted.consultation:
        ideas = Idea.objects.published()
        ideas = ideas.filter(pk=wanted.idea) if wanted.idea else ideas
        ideas = ideas.filter(consultation=wanted.consultation) if wanted.consultation else ideas
        rows = rows.filter(pk__in=ideas.filter(results__isnull=False).values("results"))
    return rows
