"""Where this package's things stand: sections of the desk, and panels of an idea's page there."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ideas.office import panels
from participation.accounts import desk
from participation.accounts.absences import standing_in_for

from .answer_templates.panel import templates_panel
from .history import history_panel
from .notes.panel import notes_panel


def put_on_desk() -> None:
    """Called once, when the package is ready."""
    panels.register("notes", notes_panel)
    panels.register("templates", templates_panel)
    panels.register("history", history_panel)
    desk.register(
        desk.Section(
            "absences",
            _("Absences"),
            lambda: reverse("desk:absences"),
            "desk.tell_absence",
            waiting=lambda user: len(standing_in_for(user)),
            place=90,
        )
    )
    desk.register(
        desk.Section(
            "templates", _("Answer templates"), lambda: reverse("desk:templates"), "desk.keep_templates", place=80
        )
    )
