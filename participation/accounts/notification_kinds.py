"""The kinds of news people can choose a pace for. Packages above add theirs with ``register``."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import NotificationChoice, User

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Pace = NotificationChoice.Pace
Text: TypeAlias = "str | _StrPromise"


@dataclass(frozen=True)
class Kind:
    name: str
    label: Text
    hint: Text
    default: Pace
    #: Offered to those who have it; empty for everybody.
    permission: str = ""


kinds: dict[str, Kind] = {}


def register(name: str, label: Text, *, hint: Text = "", default: Pace = Pace.DAILY, permission: str = "") -> Kind:
    """Offer a kind of news on everybody's page of choices."""
    if name in kinds:
        raise ValueError(f"There is already a kind of news named {name}.")
    kinds[name] = Kind(name, label, hint, default, permission)
    return kinds[name]


def offered_to(user: User) -> list[Kind]:
    """The kinds among which this person chooses."""
    return [kind for kind in kinds.values() if not kind.permission or user.has_perm(kind.permission)]


def paces_of(user: User) -> dict[str, str]:
    """How often this person wants each kind of news, defaults included."""
    chosen = dict(user.notification_choices.values_list("kind", "pace"))
    return {name: chosen.get(name, kind.default.value) for name, kind in kinds.items()}


def pace_of(user: User, kind: str) -> str:
    """How often this person wants one kind of news."""
    chosen = user.notification_choices.filter(kind=kind).values_list("pace", flat=True).first()
    return chosen or kinds[kind].default.value


register(
    "answer",
    _("Answers of the office"),
    hint=_("The office answered an idea you posted, support or follow."),
    default=Pace.AT_ONCE,
)
register("idea_state", _("Progress of ideas"), hint=_("An idea you posted, support or follow reached its next step."))
register(
    "observation",
    _("Observations"),
    hint=pgettext_lazy("notification choice", "Somebody made an idea of what you observed."),
)
register("topic_new", _("New in topics you follow"), hint=_("A new idea or consultation in a topic you follow."))
register(
    "duty",
    _("Dates of the office"),
    hint=_("For officials: a date comes near, or has passed."),
    default=Pace.AT_ONCE,
)
register("moderation", _("Moderation"), hint=_("Something you wrote was hidden or shown again."), default=Pace.AT_ONCE)
