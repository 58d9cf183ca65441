"""The form of a template."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.life import ANSWERS
from ideas.refusals import RefusedForm

from ..models import AnswerTemplate
from .actions import LONGEST_NAME, LONGEST_TEXT
from .filling import PLACES


class TemplateForm(RefusedForm):
    """A name, a decision, and the text with its places."""

    name = forms.CharField(label=gettext_lazy("Name of the template"), max_length=LONGEST_NAME)
    decision = forms.ChoiceField(label=gettext_lazy("Decision"), required=False)
    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 10})
    )

    def __init__(self, data: Any = None, *, template: AnswerTemplate | None = None) -> None:
        said = {"name": template.name, "decision": template.decision, "text": template.text} if template else None
        super().__init__(data, initial=said)
        self.template = template
        self.fields["decision"].choices = [  # type: ignore[attr-defined]  # a choice of words
            ("", _("Chosen with each answer")),
            *((status.value, status.label) for status in ANSWERS),
        ]
        places = ", ".join(f"{{{name}}} ({label})" for name, (label, _fill) in PLACES.items())
        self.fields["text"].help_text = _("Filled in from the idea: %(places)s.") % {"places": places}
