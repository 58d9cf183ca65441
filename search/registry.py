"""Where packages say which of their models can be found, and as what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.functional import Promise

from . import korean

Label = str | Promise


@dataclass(frozen=True, kw_only=True)
class Document:
    """What a thing is found by and shown with. `visible` is what a visitor without an account may see.

    `thread` names what it is said about, as `thread_of` does; a thing that names none begins one of its own.
    `translations` gives title and text in more languages. A title that is borrowed (an answer is shown under the title
    of its idea) is not what the thing is found by.
    """

    object_id: int
    title: str
    url: str
    date: dt.datetime
    body: str = ""
    code: str = ""
    topic_id: int | None = None
    place_id: int | None = None
    consultation_id: int | None = None
    department_id: int | None = None
    thread: str = ""
    translations: Mapping[str, tuple[str, str]] | None = None
    is_title_borrowed: bool = False
    status: str = ""
    stage: str = ""
    author_name: str = ""
    source: str = ""
    source_id: str = ""
    source_url: str = ""
    votes: int = 0
    visible: bool = True


def thread_of(kind: str, object_id: int) -> str:
    """The thread that a thing begins."""
    return f"{kind}:{object_id}"


ToDocument = Callable[[Any], Document | None]
"""Makes the document of one object; None where the object is not to be found at all (a draft)."""


@dataclass(frozen=True)
class Searchable:
    """One registered model."""

    model: type[models.Model]
    to_document: ToDocument
    kind: str
    label: Label
    objects: Callable[[], models.QuerySet[Any]]
    person: models.expressions.Combinable | None = None


_searchables: dict[type[models.Model], Searchable] = {}


def register(
    model: type[models.Model],
    to_document: ToDocument,
    *,
    kind: str = "",
    label: Label = "",
    objects: Callable[[], models.QuerySet[Any]] | None = None,
    person: models.expressions.Combinable | None = None,
) -> None:
    """Make a model searchable. `objects` gives what a rebuild reads, with whatever `to_document` needs selected.

    `person` is the number of the person who wrote one, where people write them.
    """
    meta = model._meta
    found = Searchable(
        model=model,
        to_document=to_document,
        kind=kind or str(meta.model_name),
        label=label or meta.verbose_name or str(meta.model_name),
        objects=objects or model._default_manager.all,
        person=person,
    )
    for other in _searchables.values():
        if other.kind == found.kind and other.model is not model:
            raise ValueError(f"{model.__name__} and {other.model.__name__} both want to be found as {found.kind!r}.")
    _searchables[model] = found


def unregister(model: type[models.Model]) -> None:
    """Make a model unsearchable again; its rows stay until a rebuild."""
    _searchables.pop(model, None)


def searchable(model: type[models.Model]) -> Searchable:
    """How a model is found: its own registration, or that of the nearest model it inherits from."""
    for ancestor in model.__mro__:
        if ancestor in _searchables:
            return _searchables[ancestor]
    raise LookupError(f"{model.__name__} is not registered with search.")


def searchables() -> Iterator[Searchable]:
    """Everything registered, in the order of registration."""
    return iter(tuple(_searchables.values()))


def writers() -> Iterator[tuple[str, models.QuerySet[Any, Any]]]:
    """For each kind that people write: which thing (`written`) is whose (`person`)."""
    for each in searchables():
        if each.person is not None:
            rows = each.model._default_manager.order_by().annotate(written=models.F("pk"), person=each.person)
            yield each.kind, rows.filter(person__isnull=False).values("written", "person")


def kind_label(kind: str) -> str:
    """The name of a kind in the reader's language."""
    return next((str(each.label) for each in _searchables.values() if each.kind == kind), kind)


Labels = Callable[[Iterable[Any]], Mapping[Any, Label]]
"""Names of values; what has no name (a topic that is gone) is left out."""
Find = Callable[[str], Iterable[Any]]
"""The values that a name, typed in any of the site's languages, may mean."""


@dataclass(frozen=True)
class Facet:
    """How the values of a facet are called, and found by what they are called. `values` gives all there are."""

    labels: Labels
    find: Find
    values: Callable[[], Iterable[Any]] = tuple


def named(values: Iterable[Any], labels: Labels) -> Find:
    """Finds by the names in every language of the site, and by the value itself."""
    values = list(values)

    def find(typed: str) -> list[Any]:
        wanted = _spelled(typed)
        found = [value for value in values if _spelled(str(value)) == wanted]
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                found += [value for value, name in labels(values).items() if _spelled(str(name)) == wanted]
        return list(dict.fromkeys(found))

    return find


def _spelled(name: str) -> str:
    return "".join(korean.fold(name).split())


def _kinds(values: Iterable[Any]) -> Mapping[Any, Label]:
    return {value: kind_label(value) for value in values}


def _find_kind(typed: str) -> Iterable[Any]:
    return named(_all_kinds(), _kinds)(typed)


def _all_kinds() -> list[str]:
    return [each.kind for each in searchables()]


_facets: dict[str, Facet] = {"kind": Facet(_kinds, _find_kind, _all_kinds)}


def register_facet(name: str, labels: Labels, find: Find, values: Callable[[], Iterable[Any]] = tuple) -> None:
    """Say how the values of a facet are called in the reader's language, and which ones a typed name means."""
    _facets[name] = Facet(labels, find, values)


def all_labels(facet: str) -> dict[Any, str]:
    """Every value of a facet with its name."""
    return labels(facet, _facets[facet].values()) if facet in _facets else {}


def labels(facet: str, values: Iterable[Any]) -> dict[Any, str]:
    """The names of some values of a facet."""
    values = list(values)
    if facet not in _facets or not values:
        return {value: str(value) for value in values}
    return {value: str(name) for value, name in _facets[facet].labels(values).items()}


def find_values(facet: str, typed: str) -> list[Any]:
    """The values of a facet that a typed name means."""
    return list(_facets[facet].find(typed)) if facet in _facets else []
