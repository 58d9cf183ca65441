"""Two ideas to be merged, and people."""

import pytest

from ideas.life import Status
from tests.factories import IdeaFactory, UserFactory
from tests.ideas.merging.crowd import fresh


@pytest.fixture
def people():
    return [UserFactory() for _ in range(5)]


@pytest.fixture
def pair(consultation):
    ideas = [IdeaFactory(consultation=consultation, status=Status.VOTING) for _ in range(2)]
    return [fresh(idea) for idea in ideas]
