"""What was done with an idea inside the office, when and by whom: for officials alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ideas.models import Idea
from ideas.office.panels import Panel
from ideas.refusals import RefusedForm
from participation.events.models import Event

SHOWN = 50


@dataclass(frozen=True)
class Step:
    """One line of the history."""

    at: datetime
    person: str
    text: str


def _assigned(event: Event) -> str:
    name = str(event.payload.get("department", ""))
    return _("Department in charge: %(name)s") % {"name": name or pgettext("in charge", "nobody")}


def _owner(event: Event) -> str:
    return _("Person in charge: %(name)s") % {"name": event.payload.get("name") or pgettext("in charge", "nobody")}


TELL: dict[str, Callable[[Event], str]] = {
    "idea.assigned": _assigned,
    "idea.owner_named": _owner,
    "idea.answer_prepared": lambda event: _("Answer prepared"),
    "idea.approval_asked": lambda event: _("Approval asked for"),
    "idea.answer_approved": lambda event: _("Answer approved"),
    "idea.approval_refused": lambda event: _("Answer sent back with words"),
    "idea.answer_planned": lambda event: _("Answer planned for later"),
    "idea.answer_unplanned": lambda event: _("Planned answer held back"),
    "idea.answer_plan_failed": lambda event: _("Planned answer could not go out"),
    "idea.evaluation_asked": lambda event: _("Evaluation asked for"),
    "idea.evaluated": lambda event: _("Evaluated"),
    "idea.note_written": lambda event: _("Note written"),
}


def history_of(idea: Idea) -> list[Step]:
    """The latest steps, the latest first. One query."""
    events = Event.objects.about(idea).filter(verb__in=TELL).select_related("actor").order_by("-pk")[:SHOWN]
    return [
        Step(event.created_at, event.actor.display_name if event.actor else "", TELL[event.verb](event))
        for event in events
    ]


def history_panel(request: HttpRequest, idea: Idea, sent: Mapping[str, RefusedForm]) -> Panel | None:
    if not request.user.has_perm("desk.read_notes", idea):
        return None
    steps = history_of(idea)
    return Panel("desk/_history.html", {"steps": steps}, aside=True) if steps else None
