"""What can wait for somebody at the desk. Accounts know no work of their own: packages above bring their sections.

A section stands in the tabs over every page of the desk, with the number of things that wait::

    where = lambda: reverse("results:desk")
    desk.register(desk.Section("results", _("Results"), where, "results.change_result", waiting=how_many_wait))

A page that belongs to a section loads ``desk`` and writes ``{% desk_sections "results" %}`` below its heading.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from .models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Text: TypeAlias = "str | _StrPromise"

# Whoever has a thousand things waiting need not know how many thousand: counting stops here.
MOST_COUNTED = 999


@dataclass(frozen=True)
class Section:
    """One kind of work; whoever lacks the permission does not see it. Lower ``place`` stands further in front."""

    name: str
    label: Text
    url: Callable[[], str]
    permission: str
    waiting: Callable[[User], int] | None = None
    place: int = 50


@dataclass(frozen=True)
class Waiting:
    """A section as one person finds it; names as components/tabs.html has them."""

    name: str
    label: Text
    url: str
    current: bool
    number: int | None

    @property
    def count(self) -> str | None:
        if self.number is None:
            return None
        return f"{MOST_COUNTED}+" if self.number > MOST_COUNTED else str(self.number)


sections: dict[str, Section] = {}


def register(section: Section) -> None:
    """Add a section to the desk. Registering a name again replaces it."""
    sections[section.name] = section


def sections_of(user: User, current: str = "") -> list[Waiting]:
    """What this person finds at the desk, in order, each with how much waits."""
    return [
        Waiting(
            name=section.name,
            label=section.label,
            url=section.url(),
            current=section.name == current,
            number=section.waiting(user) if section.waiting else None,
        )
        for section in _open_to(user)
    ]


def first_address(user: User | AnonymousUser) -> str:
    """Where this person's work begins; empty for whom there is none."""
    return next((section.url() for section in _open_to(user)), "")


def _open_to(user: User | AnonymousUser) -> list[Section]:
    ordered = sorted(sections.values(), key=lambda section: section.place)
    return [section for section in ordered if user.has_perm(section.permission)]


def counted(rows: "QuerySet[Any]") -> int:
    """How many there are, as far as anybody wants to know."""
    return rows.order_by()[: MOST_COUNTED + 1].count()
