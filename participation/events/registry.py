"""Who listens to what, and what runs by the clock. Packages register in ``subscribers`` and ``schedule`` modules."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from fnmatch import fnmatchcase

from .models import Event

Handler = Callable[[Event], None]
Job = Callable[[], int]


class Lane(Enum):
    """A thread of the worker: each keeps those in the others from waiting."""

    #: What is promised within seconds.
    PROMPT = auto()
    PATIENT = auto()
    #: What writes to people: there may be very many of them, and a mail server may not answer.
    TELLING = auto()
    #: What may take minutes. It is cut off when the worker stops, and must be able to begin again.
    LONG = auto()


@dataclass(frozen=True)
class Subscriber:
    name: str
    pattern: str
    handle: Handler
    in_transaction: bool = False
    lane: Lane = Lane.PATIENT

    def hears(self, verb: str) -> bool:
        return any(fnmatchcase(verb, pattern) for pattern in self.pattern.split())


@dataclass(frozen=True)
class Scheduled:
    name: str
    every: timedelta
    run: Job
    lane: Lane = Lane.PATIENT


subscribers: dict[str, Subscriber] = {}
schedule: dict[str, Scheduled] = {}


def subscribe(
    pattern: str, *, name: str, in_transaction: bool = False, lane: Lane = Lane.PATIENT
) -> Callable[[Handler], Handler]:
    """Hear of events whose verb matches one of the patterns ("idea.* observation.*").

    The worker calls the handler after the commit, at least once: keep it idempotent. What it changes is one transaction
    with the settling, but in the ``TELLING`` lane, where nobody waits for a mail server with the database in hand.
    With ``in_transaction`` it is called at once and is part of the change, for what must never be behind (the search
    index's rows).
    """

    def register(handle: Handler) -> Handler:
        if name in subscribers:
            raise ValueError(f"There is already a subscriber named {name}.")
        subscribers[name] = Subscriber(name, pattern, handle, in_transaction, lane)
        return handle

    return register


def every(period: timedelta, *, name: str, lane: Lane = Lane.PATIENT) -> Callable[[Job], Job]:
    """Run by the worker once a period. The job returns how many things it changed, and may run twice."""

    def register(run: Job) -> Job:
        if name in schedule:
            raise ValueError(f"There is already a job named {name}.")
        schedule[name] = Scheduled(name, period, run, lane)
        return run

    return register


def told_in(lane: Lane) -> list[str]:
    """The names of the subscribers whom this thread of the worker serves."""
    return [listener.name for listener in subscribers.values() if listener.lane is lane]


def listeners_to(verb: str) -> list[Subscriber]:
    return [listener for listener in subscribers.values() if listener.hears(verb)]
