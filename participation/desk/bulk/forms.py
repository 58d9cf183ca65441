"""What becomes of many ideas at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.life import Status
from ideas.models import AnswerReason
from ideas.refusals import RefusedForm

from .actions import GIVEN


class BulkForm(RefusedForm):
    """A state, and the reason that goes to everybody concerned."""

    to = forms.ChoiceField(
        label=_("New state"),
        choices=[(status.value, Status(status).label) for status in GIVEN],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a state.")},
    )
    chosen_reason = forms.ModelChoiceField(
        AnswerReason.objects.none(), label=_("Reason from the list"), required=False, empty_label=_("None of these")
    )
    reason = forms.CharField(
        label=_("Answer and reason"),
        help_text=_("It stands at each of the ideas, and everybody who follows several gets one mail."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Give the reason: people are told why, whatever the decision is.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        reasons = AnswerReason.objects.filter(is_offered=True)
        self.fields["chosen_reason"].queryset = reasons  # type: ignore[attr-defined]  # a choice of things
