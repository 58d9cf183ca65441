"""One point of an idea's life-line, and the words that several of them share."""

from datetime import datetime
from typing import Literal, TypedDict

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.accounts.models import Capacity
from participation.events.models import Event

from ..life import Status
from ..models import Idea

# From so many days before the day on which the answer is due, the line warns.
NEAR_DAYS = 5


class Entry(TypedDict):
    """One point of the line: "done", "next" (still to come) or "overdue"; ``near`` warns of a day close by."""

    verb: str
    label: str
    detail: str
    when: datetime | None
    url: str
    state: Literal["done", "next", "overdue"]
    near: bool
    note: str
    actor: str


def point(
    verb: str,
    label: str,
    *,
    detail: str = "",
    when: datetime | None = None,
    url: str = "",
    state: Literal["done", "next", "overdue"] = "done",
    near: bool = False,
    note: str = "",
    actor: str = "",
) -> Entry:
    return Entry(
        verb=verb, label=label, detail=detail, when=when, url=url, state=state, near=near, note=note, actor=actor
    )


def from_event(event: Event, label: str, *, detail: str = "", url: str = "", note: str = "") -> Entry:
    actor = _office_or_name(event)
    return point(event.verb, label, detail=detail or actor, when=event.created_at, url=url, note=note, actor=actor)


def _office_or_name(event: Event) -> str:
    """Officials speak as their department; citizens go by their public name."""
    person = event.actor
    if event.capacity == Capacity.OFFICIAL:
        if person is not None and person.department is not None:
            return person.department.local_name
        return str(event.payload.get("department", ""))
    return person.public_name if person is not None else ""


def days_in_words(days: int) -> str:
    """How long until a day, or how long it has passed."""
    if days > 0:
        return ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}
    if days == 0:
        return _("today is the last day")
    return ngettext("%(count)s day late", "%(count)s days late", -days) % {"count": -days}


def supporters_reached(threshold: int | None) -> str:
    if not threshold:
        return _("Handed to the office")
    return ngettext("%(count)s supporter reached", "%(count)s supporters reached", threshold) % {
        "count": intcomma(threshold)
    }


def answer_label(status: str) -> str:
    return _("Answer: %(decision)s") % {"decision": status_name(status)}


def status_name(status: str) -> str:
    return str(Status(status).label) if status in Status.values else status


def support(idea: Idea) -> str:
    if not idea.threshold:
        return ngettext("%(count)s supporter", "%(count)s supporters", idea.support_count) % {
            "count": intcomma(idea.support_count)
        }
    return _("%(count)s of %(threshold)s supporters") % {
        "count": intcomma(idea.support_count),
        "threshold": intcomma(idea.threshold),
    }
