"""Topics, places and departments by number, kept for seconds: each page of hits names dozens of them."""

import secrets
from collections.abc import Iterable
from typing import Any

from django.core.cache import cache

from participation.accounts.models import Named

SECONDS = 5
EPOCH = "consultations.names"

Known = dict[type[Named], dict[int, Named | None]]
_latest: tuple[str, Known] = ("", {})


def kept(model: type[Named], numbers: Iterable[int]) -> dict[int, Named]:
    """Those of the numbers that there are. It stays in the process; the cache only says when it is too old."""
    known = _present().setdefault(model, {})
    numbers = list(numbers)
    if missing := [number for number in numbers if number not in known]:
        rows: dict[Any, Named] = model._default_manager.in_bulk(missing)
        # What is gone is not asked for each time either.
        known |= {number: rows.get(number) for number in missing}
    return {number: thing for number in numbers if (thing := known[number]) is not None}


def _present() -> Known:
    global _latest
    epoch = cache.get(EPOCH)
    if epoch is None:
        epoch = secrets.token_hex(8)
        cache.set(EPOCH, epoch, SECONDS)
    if _latest[0] != epoch:
        _latest = (epoch, {})
    return _latest[1]
