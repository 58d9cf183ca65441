"""The form of a note."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.refusals import RefusedForm

from ..models.note import LONGEST_NOTE


class NoteForm(RefusedForm):
    """A note among officials."""

    prefix = "note"
    text = forms.CharField(
        label=_("Internal note"),
        help_text=_("Only officials see it. @ and a name tells a colleague that there is a note."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write a note first.")},
    )
