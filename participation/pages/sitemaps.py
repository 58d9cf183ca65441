"""The map of the site for search engines: an index, and parts of at most 5,000 addresses cut by key, not by offset."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Max, QuerySet
from django.urls import reverse
from wagtail.models import Page

from .context import NAMES, in_language

CHUNK = 5_000


@dataclass(frozen=True)
class Place:
    """One address, when it last changed, and its addresses in each language."""

    path: str
    changed_at: datetime | None = None

    @property
    def url(self) -> str:
        return f"{settings.BASE_URL}{self.path}"

    @property
    def alternates(self) -> list[tuple[str, str]]:
        present = settings.LANGUAGE_CODE
        return [(code, settings.BASE_URL + in_language(self.path, code, present)) for code in NAMES]


@dataclass(frozen=True)
class Part:
    url: str


# All rows that anybody may see; each becomes a Place. Rows are cut by ranges of their key: part n holds the keys
# from n × 5,000 on, so that a part never changes its beginning and none needs an OFFSET.
Rows = Callable[[], QuerySet[Any]]
ToPlace = Callable[[Any], Place | None]


@dataclass(frozen=True)
class Source:
    rows: Rows
    to_place: ToPlace


_sources: dict[str, Source] = {}


def register(name: str, rows: Rows, to_place: ToPlace) -> None:
    """Put a model's public rows on the map. ``rows`` must not hold what a visitor may not see.

    Addresses are asked for in the site's own language. Registering a name again replaces it.
    """
    _sources[name] = Source(rows, to_place)


def parts() -> list[Part]:
    """The addresses of all parts, without counting rows."""
    found = []
    for name, source in _sources.items():
        last = source.rows().order_by().aggregate(last=Max("pk"))["last"]
        numbers = range(last // CHUNK + 1) if last else ()
        found += [Part(settings.BASE_URL + reverse("sitemap_part", args=[name, number])) for number in numbers]
    return found


def places_of(name: str, number: int) -> Iterable[Place] | None:
    """What stands in a part; None where there is no such part."""
    source = _sources.get(name)
    if source is None or number > 10**9:
        return None
    rows = source.rows().filter(pk__gte=number * CHUNK, pk__lt=(number + 1) * CHUNK).order_by("pk")
    return [place for place in map(source.to_place, rows) if place]


def _pages() -> QuerySet[Any]:
    pages: QuerySet[Any] = Page.objects.live().public().filter(depth__gt=1)
    return pages


def _page_place(page: Page) -> Place | None:
    return Place(page.url, page.last_published_at) if page.url else None


register("pages", _pages, _page_place)
