"""The officials, as they are named, chosen and called to one another."""

import re
from collections.abc import Iterable

from django.db.models import QuerySet

from participation.accounts.models import Capacity, User

# A name ends where something stands that is in no name; Korean particles follow names without a space.
_CALL = re.compile(r"(?<![\w@.])@(?=\S)")


def colleagues() -> "QuerySet[User]":
    """Everybody who works at the desk."""
    officials = User.objects.filter(capacity=Capacity.OFFICIAL, is_active=True, closed_at=None)
    return officials.select_related("department").order_by("department__name", "public_name", "pk")


def mentioned_in(text: str, people: Iterable[User]) -> list[User]:
    """Those who are called by ``@`` and their public name; of two that fit, the longer name is meant."""
    if "@" not in text:
        return []
    by_name: dict[str, list[User]] = {}
    for person in people:
        by_name.setdefault(person.public_name.casefold(), []).append(person)
    names = sorted((name for name in by_name if name), key=len, reverse=True)
    lowered, found = text.casefold(), {}
    for call in _CALL.finditer(lowered):
        name = next((name for name in names if lowered.startswith(name, call.end())), None)
        found.update({person.pk: person for person in by_name[name]} if name else {})
    return list(found.values())
