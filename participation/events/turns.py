"""Much work in batches, beside people who write: where only one writes at a time, both get their turns."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

LONGEST = 0.5


@contextmanager
def a_turn() -> Iterator[None]:
    """One batch, whose transaction ends within. Others may then write for as long as it took.

    Who waits for SQLite looks again from time to time; without a pause the next batch has begun by then, every time.
    """
    began = time.monotonic()
    yield
    if not connection.features.has_select_for_update and not connection.in_atomic_block:
        time.sleep(min(time.monotonic() - began, LONGEST))
