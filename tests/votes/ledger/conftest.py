"""A ledger with something in it, and the verifier as others run it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ideas.actions.voting import vote_on_idea
from ideas.models import Idea
from participation.votes.ledger.exporting import export_lines
from participation.votes.ledger.sealing import seal_waiting
from tests.factories import ConsultationFactory, IdeaFactory, UserFactory

VERIFIER = Path(__file__).parents[3] / "participation" / "votes" / "ledger" / "verifier" / "verify_votes.py"


@pytest.fixture
def voted(db: None) -> list[Idea]:
    """Three ideas and six people: casts, changes and withdrawals, sealed three times."""
    consultation = ConsultationFactory(stage="vote_both")
    ideas: list[Idea] = [IdeaFactory(consultation=consultation, voting=True, support_count=0) for _ in range(3)]
    people = [UserFactory() for _ in range(6)]
    for value in (1, -1, 0):
        for number, person in enumerate(people):
            vote_on_idea(user=person, idea=ideas[number % 3], value=value if number % 2 else 1)
            vote_on_idea(user=person, idea=ideas[(number + 1) % 3], value=1)
        seal_waiting()
    return ideas


@pytest.fixture
def export() -> Callable[[], list[bytes]]:
    return lambda: list(export_lines())


@pytest.fixture
def verifier() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the verifier as a process of its own, away from the project."""

    def run(source: object, *arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", str(VERIFIER), str(source), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, cwd="/", check=False, timeout=60)

    return run
