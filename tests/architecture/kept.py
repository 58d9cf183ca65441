"""Mina's saved search, her set of results and her export, for the addresses that show them."""

from typing import Any

from participation.accounts.models import User
from participation.research.exports.models import Export
from participation.research.results import read
from participation.research.sets.actions import keep_set, save_search
from participation.research.sets.models import ResultSet, SavedSearch

from .addresses import Address


def keep_something(mina: User) -> None:
    asked = read("q=버스")
    save_search(user=mina, asked=asked)
    keep_set(user=mina, asked=asked)
    Export.objects.create(owner=mina, address=asked.address, title=asked.title, formats=["csv"])


def kept_value(address: Address, name: str) -> Any:
    """An argument of an address that shows one of them; None for other addresses."""
    if "research/saved/<" in address.route and name == "pk":
        return SavedSearch.objects.get().pk
    if "research/sets/" in address.route:
        return ResultSet.objects.get().code if name == "code" else "apa"
    if "research/exports/" in address.route:
        return Export.objects.get().token
    return None
