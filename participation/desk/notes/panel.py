"""The notes on an idea's page at the desk."""

from collections.abc import Mapping

from django.http import HttpRequest

from ideas.models import Idea
from ideas.office.panels import Panel
from ideas.refusals import RefusedForm

from .forms import NoteForm

# Long talks are read from their end; the API has all of it.
SHOWN = 50


def notes_panel(request: HttpRequest, idea: Idea, sent: Mapping[str, RefusedForm]) -> Panel | None:
    """What officials wrote to each other, and the form for more."""
    if not request.user.has_perm("desk.read_notes", idea):
        return None
    latest = idea.internal_notes.select_related("author__department").order_by("-pk")[: SHOWN + 1]
    notes = list(latest)
    return Panel(
        "desk/_notes.html",
        {
            "idea": idea,
            "notes": notes[:SHOWN][::-1],
            "has_earlier": len(notes) > SHOWN,
            "form": sent.get("note_form") or NoteForm(),
        },
    )
