"""How the search calls topics and places."""

from collections.abc import Iterable, Mapping
from typing import Any

from participation.accounts.models import Named
from search.registry import Label, Labels, register_labels

from .models import Place, Topic


def _names(model: type[Named]) -> Labels:
    def names(values: Iterable[Any]) -> Mapping[Any, Label]:
        return {pk: thing.local_name for pk, thing in model._default_manager.in_bulk(list(values)).items()}

    return names


register_labels("topic", _names(Topic))
register_labels("place", _names(Place))
