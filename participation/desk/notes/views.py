"""Sending a note."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ideas.office.carrying import asked_idea, carry_out
from participation.accounts.models import User

from .actions import write_note
from .forms import NoteForm


@require_POST
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a note, and show the idea with it."""
    idea = asked_idea(request, pk)
    form = NoteForm(request.POST)

    def act(user: User) -> str:
        write_note(user=user, idea=idea, text=form.cleaned_data["text"])
        return _("The note is kept. Only officials see it.")

    return carry_out(request, idea, "note_form", form, act, anchor="notes")
