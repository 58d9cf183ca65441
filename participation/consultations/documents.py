"""How the search calls topics and places, and finds them by what they are called."""

from collections.abc import Iterable, Mapping
from typing import Any

from participation.accounts.models import Named
from search.registry import Label, named, register_facet

from .models import Place, Topic


def _register(facet: str, model: type[Named]) -> None:
    def labels(values: Iterable[Any]) -> Mapping[Any, Label]:
        return {pk: thing.local_name for pk, thing in model._default_manager.in_bulk(list(values)).items()}

    def find(typed: str) -> list[Any]:
        """By number, by address, or by the name in any language."""
        rows: list[Any] = list(model._default_manager.all())
        by_name = named([row.pk for row in rows], labels)(typed)
        return list(dict.fromkeys([*(row.pk for row in rows if row.slug == typed), *by_name]))

    def values() -> list[Any]:
        return list(model._default_manager.values_list("pk", flat=True))

    register_facet(facet, labels, find, values)


_register("topic", Topic)
_register("place", Place)
