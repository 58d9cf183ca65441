"""Where this package's things stand: sections of the desk, and panels of an idea's page there."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ideas.office import panels
from participation.accounts import desk
from participation.accounts.absences import standing_in_for

from .answer_templates.panel import templates_panel
from .evaluations.panel import evaluations_panel, public_evaluations
from .history import history_panel
from .models import Evaluation
from .notes.panel import notes_panel


def put_on_desk() -> None:
    """Called once, when the package is ready."""
    panels.register("notes", notes_panel)
    panels.register("evaluations", evaluations_panel)
    panels.register_public("evaluations", public_evaluations)
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
    desk.register(
        desk.Section(
            "evaluations",
            _("Evaluations asked of you"),
            lambda: reverse("desk:evaluations"),
            "desk.open_evaluations",
            waiting=lambda user: desk.counted(Evaluation.objects.of(user).open()),
            place=30,
        )
    )
    desk.register(
        desk.Section(
            "bulk",
            _("Many at once"),
            lambda: reverse("desk:bulk_jobs"),
            "desk.start_bulk",
            place=70,
        )
    )
