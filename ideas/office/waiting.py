"""The lists of ideas as sections of the desk, each with how much of it waits."""

from collections.abc import Callable
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy

from participation.accounts import desk
from participation.accounts.models import User

from ..merging.proposals import waiting_for
from .listing import VIEWS, Wanted, work_of

# How many look for support is no work to be done, and takes counting all of them.
UNCOUNTED = {"looking"}


def section_name(view: str) -> str:
    return f"ideas_{view}"


def _url(view: str) -> str:
    address = reverse("office:desk")
    return address if view == Wanted.view else f"{address}?view={view}"


def _waiting(view: str, user: User) -> int:
    return desk.counted(work_of(user, Wanted(view=view)))


def _same(user: User) -> int:
    return desk.counted(waiting_for(user))


def put_on_desk() -> None:
    """Called once, when the package is ready."""
    for place, (view, label) in enumerate(VIEWS.items(), start=10):
        count: Callable[[User], int] | None = None if view in UNCOUNTED else partial(_waiting, view)
        desk.register(
            desk.Section(section_name(view), label, partial(_url, view), "ideas.open_desk", waiting=count, place=place)
        )
    same = partial(reverse, "office:same")
    desk.register(
        desk.Section("same", gettext_lazy("Said to be the same"), same, "ideas.see_merge_proposals", _same, place=42)
    )
    orders = partial(reverse, "office:ranking")
    desk.register(desk.Section("orders", gettext_lazy("Orders of lists"), orders, "ideas.see_ranking", place=95))
