"""What is owed, on an idea's page at the desk."""

from collections.abc import Mapping

from django.http import HttpRequest

from ..models import Idea
from ..office import panels
from ..refusals import RefusedForm
from .showing import duties_context


def duties_panel(request: HttpRequest, idea: Idea, refused: Mapping[str, RefusedForm]) -> panels.Panel | None:
    """The ladder with what may be done about each date; nothing where nothing was reached."""
    context = duties_context(idea, request.user)
    return (
        panels.Panel("duties/_desk.html", context, aside=True) if context["ladder"] or context["reopen_url"] else None
    )


def put_on_desk() -> None:
    """Called once, when the package is ready."""
    panels.register("duties", duties_panel)
