"""What is voted on in the ledger: content registers it, since the ledger knows no content."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db import models


class Tally(NamedTuple):
    """A count as the site keeps it."""

    pk: int
    support: int
    oppose: int


@dataclass(frozen=True)
class Subject:
    """The kind of thing whose votes are in the ledger."""

    model: type[models.Model]
    # Of these things, those whose results are hidden now, each with the key of what must be over first.
    waits_for: Callable[[Collection[int]], dict[int, int]]
    # Whether a thing says something else now than in this version.
    says_otherwise: Callable[[models.Model, int], bool]
    # The counts that the site keeps, of everything that can be voted on.
    tallies: Callable[[], Iterable[Tally]]


_subjects: list[Subject] = []


def register_subject(subject: Subject) -> None:
    """There is one: a leaf names an idea and nothing else."""
    if _subjects:
        raise ValueError("The ledger has its subject already.")
    _subjects.append(subject)


def subject() -> Subject:
    return _subjects[0]
