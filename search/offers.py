"""What can be done with a whole list of hits: packages offer it beneath the list, the search knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import QueryDict


@dataclass(frozen=True)
class Offer:
    """A way from the list to somewhere else."""

    label: str
    url: str


ToOffer = Callable[[QueryDict], Offer | None]

_offers: dict[str, ToOffer] = {}


def register(name: str, function: ToOffer) -> None:
    """Offer something for a list, by the parameters of its address. Registering a name again replaces it."""
    _offers[name] = function


def offers(params: QueryDict) -> list[Offer]:
    """In the order of registration; None is nothing to offer here."""
    made = (function(params) for function in _offers.values())
    return [offer for offer in made if offer is not None]
