"""The same for each of many things, where one that fails keeps no other from its turn."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import InterfaceError, OperationalError

logger = logging.getLogger(__name__)
Thing = TypeVar("Thing")


def one_by_one(change: Callable[[Thing], int], things: Iterable[Thing]) -> int:
    """Returns how much was changed. What fails is logged, and comes again when the job does.

    ``change`` is a transaction of its own. A database that is away fails for all, and ends the round.
    """
    changed = 0
    for thing in list(things):
        try:
            changed += change(thing)
        except (OperationalError, InterfaceError):
            raise
        except Exception:  # the edge of the worker: a job comes every few seconds, and would always stop here
            logger.exception("%s failed for %s", getattr(change, "__qualname__", change), thing)
    return changed
