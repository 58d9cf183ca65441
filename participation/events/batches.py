"""Events that belong together: many things changed in one go, of which people are told in one go."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_number: ContextVar[int | None] = ContextVar("events_batch", default=None)


@contextmanager
def batch(number: int) -> Iterator[None]:
    """Every event recorded inside carries this number in its payload, as ``batch``."""
    token = _number.set(number)
    try:
        yield
    finally:
        _number.reset(token)


def mark() -> dict[str, int]:
    """What an event recorded now carries."""
    number = _number.get()
    return {} if number is None else {"batch": number}
