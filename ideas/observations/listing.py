"""The board of observations: what may be asked for, and one page of it. Pages, feeds and the API share this."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.errors import Invalid

from ..keysets import Keyset, read_cursor, take, written_cursor
from ..models import Idea, Observation, ObservationQuerySet

PAGE = 25
_LARGEST = 2**63 - 1

SORTS = {
    "newest": gettext_lazy("Newest"),
    "agreed": gettext_lazy("Seen by most"),
    "open": gettext_lazy("Not yet an idea"),
}
_NEWEST = Keyset("created_at", datetime, descending=True)
KEYSETS = {"newest": _NEWEST, "agreed": Keyset("agree_count", int, descending=True), "open": _NEWEST}


@dataclass(frozen=True)
class Wanted:
    """A list as an address asks for it. None means anything."""

    sort: str = "newest"
    topic: int | None = None
    place: int | None = None
    consultation: int | None = None

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> Self:
        """Out of an address's parameters. Raises Invalid naming each that makes no sense."""
        errors: dict[str, str] = {}
        sort = str(query.get("sort") or "newest")
        if sort not in SORTS:
            errors["sort"] = _("There is no such order.")
        numbers = {name: _number(query, name, errors) for name in ("topic", "place", "consultation")}
        if errors:
            raise Invalid(errors=errors)
        return cls(sort=sort, **numbers)

    def as_query(self) -> dict[str, str]:
        """The parameters that say the same, without what goes without saying."""
        said = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: str(value) for name, value in said.items() if value and (name, value) != ("sort", "newest")}

    def but(self, **changes: Any) -> Self:
        return replace(self, **changes)

    @property
    def chosen(self) -> int:
        """How many filters are set."""
        return sum(value is not None for value in (self.topic, self.place, self.consultation))


def _number(query: Mapping[str, Any], name: str, errors: dict[str, str]) -> int | None:
    word = str(query.get(name) or "").strip()
    if not word:
        return None
    if word.isascii() and word.isdigit() and len(word) < 20 and 0 < int(word) <= _LARGEST:
        return int(word)
    errors[name] = _("There is no such choice.")
    return None


@dataclass(frozen=True)
class ObservationPage:
    """One page; ``next`` is the cursor of the page after, or None."""

    observations: list[Observation]
    next: str | None


def observation_page(wanted: Wanted, *, limit: int = PAGE, cursor: str = "") -> ObservationPage:
    """One page of the board, without anything hidden. Raises Invalid on ``cursor``."""
    rows = narrowed(wanted).select_related("author", "topic", "place", "spoke_for")
    rows = rows.prefetch_related(Prefetch("ideas", Idea.objects.published().only("pk", "title", "slug", "language")))
    page = take(rows, KEYSETS[wanted.sort], limit, read_cursor(cursor, f"observations {wanted.sort}"))
    following = written_cursor(page.after, f"observations {wanted.sort}") if page.after else None
    return ObservationPage(page.items, following)


def narrowed(wanted: Wanted) -> ObservationQuerySet:
    """The public observations that pass the filters; a topic brings those below it."""
    rows: ObservationQuerySet = Observation.objects.published()
    if wanted.sort == "open":
        rows = rows.not_gathered()
    if wanted.topic:
        rows = rows.filter(Q(topic_id=wanted.topic) | Q(topic__parent_id=wanted.topic))
    if wanted.place:
        rows = rows.filter(place_id=wanted.place)
    if wanted.consultation:
        rows = rows.filter(consultation_id=wanted.consultation)
    return rows
