"""Who listens to what, and what runs by the clock. Packages register in their ``subscribers`` and ``schedule`` modules."""

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


@dataclass(frozen=True)
class Scheduled:
    name: str
    every: timedelta
    run: Job


subscribers: dict[str, Subscriber] = {}
schedule: dict[str, Scheduled] = {}


def subscribe(pattern: str, *, name: str) -> Callable[[Handler], Handler]:
    """Hear of events whose verb matches ("idea.*"). The handler may be called twice for one event: keep it idempotent."""

    def register(handle: Handler) -> Handler:
        if name in subscribers:
            raise ValueError(f"There is already a subscriber named {name}.")
        subscribers[name] = Subscriber(name, pattern, handle)
        return handle

    return register


def every(period: timedelta, *, name: str) -> Callable[[Job], Job]:
    """Run by the worker once a period. The job returns how many things it changed, and may run twice."""

    def register(run: Job) -> Job:
        if name in schedule:
            raise ValueError(f"There is already a job named {name}.")
        schedule[name] = Scheduled(name, period, run)
        return run

    return register


def listeners_to(verb: str) -> list[Subscriber]:
    return [listener for listener in subscribers.values() if fnmatchcase(verb, listener.pattern)]
