"""What the list of consultations can be narrowed by, with how many there would be: one query for all of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .links import with_query

if TYPE_CHECKING:
    from .querysets import ConsultationQuerySet

# Where the words of each filter stand, seen from the consultation.
_NAMES = {"topic": "topic", "part_of": "topic__parent", "department": "department", "place": "place"}
_FIELDS = ("slug", "name", "translations")


@dataclass(frozen=True)
class Name:
    """A topic, a department or a place, as its filter shows it."""

    slug: str
    label: str


@dataclass(frozen=True)
class Cell:
    """So many consultations have the same state, topic, department and place."""

    state: str
    names: dict[str, Name]
    count: int

    def fits(self, wanted: dict[str, str]) -> bool:
        """Whether it stays when the list is narrowed so; a topic holds what is about its parts."""
        return all(not slug or slug in self.slugs(name) for name, slug in wanted.items())

    def slugs(self, name: str) -> set[str]:
        wider = ("topic", "part_of") if name == "topic" else (name,)
        return {self.names[each].slug for each in wider if each in self.names}


class Choices:
    """The filters of the list, counted."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self.cells = list(cells)

    @classmethod
    def of(cls, live: "ConsultationQuerySet") -> "Choices":
        columns = [f"{path}__{field}" for path in _NAMES.values() for field in _FIELDS]
        rows = live.counted_by_state(*columns)
        return cls(Cell(row["state"], _names(row), row["count"]) for row in rows)

    def knows(self, name: str, slug: str) -> bool:
        return any(slug in cell.slugs(name) for cell in self.cells)

    def by_state(self, wanted: dict[str, str]) -> dict[str, int]:
        counts: dict[str, int] = {}
        for cell in self.cells:
            if cell.fits(wanted):
                counts[cell.state] = counts.get(cell.state, 0) + cell.count
        return counts

    def groups(self, url: str, state: str, query: dict[str, str]) -> list[dict[str, Any]]:
        """As components/facets.html wants them; each counts under what the other filters chose."""
        headings = {"topic": _("Topic"), "department": _("Department"), "place": _("Place")}
        wanted = {name: query[name] for name in headings}
        groups = []
        for name, heading in headings.items():
            cells = [c for c in self.cells if c.state == state and c.fits(wanted | {name: ""})]
            items = [
                {
                    "label": label,
                    "url": with_query(url, **query | {name: "" if query[name] == slug else slug}),
                    "count": count,
                    "current": query[name] == slug,
                }
                for slug, label, count in self._counted(cells, name, query[name])
            ]
            if items:
                groups.append({"name": heading, "items": items})
        return groups

    def _counted(self, cells: list[Cell], name: str, chosen: str) -> Iterator[tuple[str, str, int]]:
        """Slug, label and number; topics begin with the first level, and show their parts once they are chosen."""
        if name != "topic":
            yield from _sums((cell.names[name], cell.count) for cell in cells if name in cell.names)
            return
        tops = ((cell.names.get("part_of") or cell.names["topic"], cell) for cell in cells if "topic" in cell.names)
        pairs = list(tops)
        for slug, label, count in _sums((top, cell.count) for top, cell in pairs):
            yield slug, label, count
            parts = [cell for top, cell in pairs if top.slug == slug and "part_of" in cell.names]
            if chosen in {slug, *(cell.names["topic"].slug for cell in parts)}:
                for part, words, number in _sums((cell.names["topic"], cell.count) for cell in parts):
                    yield part, f"› {words}", number


def _names(row: dict[str, Any]) -> dict[str, Name]:
    language = get_language() or ""
    return {
        name: Name(row[f"{path}__slug"], row[f"{path}__translations"].get(language) or row[f"{path}__name"])
        for name, path in _NAMES.items()
        if row[f"{path}__slug"]
    }


def _sums(pairs: Iterable[tuple[Name, int]]) -> Iterator[tuple[str, str, int]]:
    """The most used first, and names of the same number by their letters."""
    sums: dict[Name, int] = {}
    for name, count in pairs:
        sums[name] = sums.get(name, 0) + count
    for name, count in sorted(sums.items(), key=lambda pair: (-pair[1], pair[0].label)):
        yield name.slug, name.label, count
