"""The table of every kind of page, and how to come to it; each part of the platform adds its own beside this file."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from ideas.models import Idea
from participation.accounts.models import Department, User
from participation.consultations.models import ConsultationPage
from tests.factories import IdeaFactory


@dataclass(frozen=True)
class Site:
    """The cast, and one consultation to speak in."""

    mina: User
    joon: User
    hana: User
    suho: User
    transport: Department
    consultation: ConsultationPage

    def idea(self, **fields: object) -> Idea:
        idea: Idea = IdeaFactory(**{"author": self.mina, "consultation": self.consultation, **fields})
        return idea


@dataclass(frozen=True)
class Visit:
    """An address, who goes there, and which button of the page (in Korean, in English) is pressed there."""

    path: str
    user: User | None = None
    press: tuple[str, str] | None = None
    status: int = 200


Arrive = Callable[[Site], Visit]
KINDS: dict[str, Arrive] = {}

POST = ("제안 올리기", "Post the idea")
SIGN_IN = ("로그인", "Sign in")


def kind(name: str) -> Callable[[Arrive], Arrive]:
    def keep(arrive: Arrive) -> Arrive:
        assert name not in KINDS, f"two pages are called {name}"
        KINDS[name] = arrive
        return arrive

    return keep


def plain(name: str, path: str, *, person: str = "", press: tuple[str, str] | None = None, status: int = 200) -> None:
    """A page that needs nothing but its address."""
    kind(name)(lambda site: Visit(path, getattr(site, person) if person else None, press, status))


def png() -> bytes:
    """A small picture."""
    buffer = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(buffer, "PNG")
    return buffer.getvalue()
