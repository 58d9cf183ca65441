"""People who vote over HTTP, each vote with a key of its own, sent again with it until it is answered."""

import json
import random
import threading
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.lines import Line

GIVE_UP_AFTER = 60.0
PATIENCE = 15.0
# So many votes over one connection: those that fled to the one worker that was left come back to the other.
VOTES_AT_ONCE = 20
REPLAYED = b"idempotency-replayed: true"


@dataclass(frozen=True)
class Person:
    pk: int
    token: str


@dataclass
class Told:
    """What one line of people was told, and what must be true of it."""

    votes: dict[tuple[int, int], int] = field(default_factory=dict)
    receipts: set[str] = field(default_factory=set)
    changes: int = 0
    acknowledged: int = 0
    asked_again: int = 0
    answered_again: int = 0
    refused: list[str] = field(default_factory=list)


class Crowd:
    """So many lines at once; within a line one vote follows the answer to the one before."""

    def __init__(
        self, port: int, people: Sequence[Person], ideas: Sequence[int], *, rate: float, told: Sequence[Told]
    ) -> None:
        """``told`` has one for each line, and goes on where an earlier crowd left it."""
        lines = len(told)
        self.port, self.ideas, self.pause, self.told = port, ideas, lines / rate, told
        self.stopping = threading.Event()
        self.threads = [
            threading.Thread(target=self._line, args=(people[number::lines], told, number))
            for number, told in enumerate(self.told)
        ]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        """Every vote that was begun is answered before it returns."""
        self.stopping.set()
        for thread in self.threads:
            thread.join()

    @property
    def acknowledged(self) -> int:
        return sum(told.acknowledged for told in self.told)

    def rate(self, seconds: float = 1.0) -> float:
        """Votes a second that were answered within the next moment."""
        begun, had = time.monotonic(), self.acknowledged
        time.sleep(seconds)
        return (self.acknowledged - had) / (time.monotonic() - begun)

    def gather(self, at_least: float, patience: float = PATIENCE) -> float:
        """Wait until so many votes a second are answered, after what was killed has come back; returns how many are."""
        deadline = time.monotonic() + patience
        while (rate := self.rate()) < at_least and time.monotonic() < deadline:
            pass
        return rate

    def _line(self, people: Sequence[Person], told: Told, seed: int) -> None:
        chance, line = random.Random(seed), Line(self.port)
        due = time.monotonic()
        while not self.stopping.is_set():
            person, idea = chance.choice(people), chance.choice(self.ideas)
            # Each vote changes something, so that each leaves a trace of its own.
            before = told.votes.get((person.pk, idea), 0)
            value = chance.choice([value for value in (1, 1, -1, 0) if value != before])
            self._vote(line, told, person, idea, value)
            if not told.acknowledged % VOTES_AT_ONCE:
                line.close()
            due = max(due + self.pause, time.monotonic() - 1.0)
            self.stopping.wait(max(0.0, due - time.monotonic()))

    def _vote(self, line: Line, told: Told, person: Person, idea: int, value: int) -> None:
        key, give_up = str(uuid.uuid4()), time.monotonic() + GIVE_UP_AFTER
        while time.monotonic() < give_up:
            status, answer, is_again = vote(line, person.token, key, idea, value)
            if status == 200:
                told.votes[person.pk, idea] = value
                told.changes += 1
                told.acknowledged += 1
                told.answered_again += is_again
                told.receipts.add(json.loads(answer)["receipt"])
                return
            if status and status < 500:
                told.refused.append(f"{status} {answer[:200]!r}")
                return
            told.asked_again += 1
            time.sleep(0.05)
        told.refused.append("no answer in a minute")


def vote(line: Line, token: str, key: str, idea: int, value: int) -> tuple[int, bytes, bool]:
    """The status (0 where nothing came back), the answer, and whether it is one that was given before."""
    headers = f"Authorization: Bearer {token}\r\nIdempotency-Key: {key}\r\nContent-Type: application/json\r\n"
    method, body = ("PUT", b'{"value": %d}' % value) if value else ("DELETE", b"")
    try:
        status, head, answer = line.ask(method, f"/api/v1/ideas/{idea}/vote", headers, body)
    except (OSError, ValueError):
        return 0, b"", False
    return status, answer, REPLAYED in head.lower()
