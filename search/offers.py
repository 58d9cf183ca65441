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


def offers(params: QueryDict, *, without: str = "") -> list[Offer]:
    """In the order of registration, but for the way to where one is; None is nothing to offer here."""
    made = (function(params) for name, function in _offers.items() if name != without)
    return [offer for offer in made if offer is not None]
