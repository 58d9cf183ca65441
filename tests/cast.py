"""The cast: the same five people in every test, and what they talk about."""

from collections.abc import Callable

import pytest

from ideas.models import Idea, Observation
from participation.accounts.models import Department, User
from participation.consultations.models import ConsultationPage
from tests.factories import ConsultationFactory, DepartmentFactory, IdeaFactory, ObservationFactory, UserFactory


@pytest.fixture
def transport(db: None) -> Department:
    return DepartmentFactory(slug="transport", name="교통과")


@pytest.fixture
def mina(db: None) -> User:
    """A citizen: the author."""
    return UserFactory(email="mina@example.org", public_name="미나")


@pytest.fixture
def joon(db: None) -> User:
    """Another citizen."""
    return UserFactory(email="joon@example.org", public_name="준")


@pytest.fixture
def hana(db: None) -> User:
    """A moderator."""
    return UserFactory(email="hana@example.org", public_name="하나", moderator=True)


@pytest.fixture
def suho(transport: Department) -> User:
    """An official of the transport department."""
    return UserFactory(email="suho@example.org", public_name="수호", official=True, department=transport)


@pytest.fixture
def admin(db: None) -> User:
    """Whoever installed it."""
    return UserFactory(email="admin@example.org", public_name="관리자", admin=True)


@pytest.fixture
def cast(mina: User, joon: User, hana: User, suho: User, admin: User) -> dict[str, User]:
    return {"mina": mina, "joon": joon, "hana": hana, "suho": suho, "admin": admin}


@pytest.fixture
def consultation(transport: Department) -> ConsultationPage:
    """Open for ideas and support; the transport department answers."""
    return ConsultationFactory(slug="night-bus", title="밤에도 다니는 버스", department=transport)


@pytest.fixture
def idea(mina: User, consultation: ConsultationPage) -> Idea:
    """Mina's idea, just posted."""
    return IdeaFactory(author=mina, consultation=consultation)


@pytest.fixture
def observation(mina: User, consultation: ConsultationPage) -> Observation:
    return ObservationFactory(author=mina, consultation=consultation)


@pytest.fixture
def idea_in(mina: User, transport: Department) -> Callable[[str], Idea]:
    """Mina's idea in a consultation whose one stage is of the given kind."""

    def make(stage: str) -> Idea:
        consultation = ConsultationFactory(stage=stage, department=transport)
        return IdeaFactory(author=mina, consultation=consultation)

    return make
