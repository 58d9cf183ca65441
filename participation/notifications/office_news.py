"""What officials are told of their work. It is read at the desk, and what is written inside is not repeated here."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.accounts.notification_kinds import Pace, register
from participation.events.models import Event

from .news import NEWS, News

KIND = "desk"
register(
    KIND,
    gettext_lazy("Work at the desk"),
    hint=gettext_lazy("Somebody calls you in a note, asks for your approval or your evaluation."),
    default=Pace.AT_ONCE,
    permission="ideas.open_desk",
)


def at_desk(event: Event) -> str:
    return reverse("office:idea", args=[event.object_id])


def _mentioned(event: Event) -> Iterable[int]:
    called: list[int] = event.payload["mentioned"]
    return called


def _note(event: Event) -> str:
    return _("%(name)s calls you in an internal note.") % {"name": _name(event)}


def _name(event: Event) -> str:
    return event.actor.display_name if event.actor else _("A colleague")


OFFICE_NEWS: dict[str, News] = {
    "idea.note_written": News(
        KIND, (), _note, told_of_hidden=True, told_when_muted=True, named=_mentioned, read_at=at_desk
    ),
}

NEWS.update(OFFICE_NEWS)
