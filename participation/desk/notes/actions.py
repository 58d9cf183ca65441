"""Writing a note that stays inside."""

from django.db import transaction
from django.utils.translation import gettext as _

from ideas.models import Idea
from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.contributions.text import clean_text, to_html
from participation.errors import Invalid
from participation.events.outbox import record

from ..colleagues import colleagues, mentioned_in
from ..models import InternalNote
from ..models.note import LONGEST_NOTE


@transaction.atomic
def write_note(*, user: User, idea: Idea, text: str) -> InternalNote:
    """Keep a note among officials; colleagues called by ``@name`` are told that it is there. Raises Invalid.

    The event says that there is a note and who is called, never what it says: events are read in many places.
    """
    require(user, "desk.write_note", idea)
    text = clean_text(text)
    if not text:
        raise Invalid(errors={"text": _("Write a note first.")})
    if len(text) > LONGEST_NOTE:
        raise Invalid(
            errors={"text": _("This is too long. At most %(count)s letters are taken.") % {"count": LONGEST_NOTE}}
        )
    note = InternalNote.objects.create(idea=idea, author=user, text=text, html=to_html(text))
    called = [person.pk for person in mentioned_in(text, colleagues()) if person.pk != user.pk]
    note.mentioned.set(called)
    record("idea.note_written", actor=user, target=idea, note=note.pk, mentioned=called)
    return note
