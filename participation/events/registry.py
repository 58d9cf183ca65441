"""Who listens to what, and what runs by the clock. Packages register in ``subscribers`` and ``schedule`` modules."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from fnmatch import fnmatchcase

from .models import Event

Handler = Callable[[Event], None]
Job = Callable[[], int]


@dataclass(frozen=True)
class Subscriber:
    name: str
    pattern: str
    handle: Handler
    in_transaction: bool = False

    def hears(self, verb: str) -> bool:
        return any(fnmatchcase(verb, pattern) for pattern in self.pattern.split())


@dataclass(frozen=True)
class Scheduled:
    name: str
    every: timedelta
    run: Job
    prompt: bool = False
    long: bool = False


subscribers: dict[str, Subscriber] = {}
schedule: dict[str, Scheduled] = {}


def subscribe(pattern: str, *, name: str, in_transaction: bool = False) -> Callable[[Handler], Handler]:
    """Hear of events whose verb matches one of the patterns ("idea.* observation.*").

    The worker calls the handler after the commit, at least once: keep it idempotent. With ``in_transaction`` it is
    called at once and is part of the change, for what must never be behind (the search index's rows).
    """

    def register(handle: Handler) -> Handler:
        if name in subscribers:
            raise ValueError(f"There is already a subscriber named {name}.")
        subscribers[name] = Subscriber(name, pattern, handle, in_transaction)
        return handle

    return register


def every(period: timedelta, *, name: str, prompt: bool = False, long: bool = False) -> Callable[[Job], Job]:
    """Run by the worker once a period. The job returns how many things it changed, and may run twice.

    A ``prompt`` job does not wait for deliveries and other jobs that take their time. A ``long`` one may take minutes
    and lets nobody wait; it is cut off when the worker stops, and must be able to begin again.
    """

    def register(run: Job) -> Job:
        if name in schedule:
            raise ValueError(f"There is already a job named {name}.")
        schedule[name] = Scheduled(name, period, run, prompt, long)
        return run

    return register


def listeners_to(verb: str) -> list[Subscriber]:
    return [listener for listener in subscribers.values() if listener.hears(verb)]
