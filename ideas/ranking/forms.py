"""What whoever changes an order fills in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from ..models.ranking import LONGEST_HALF_LIFE
from ..refusals import RefusedForm
from .actions import REASON_LENGTH


class TryForm(RefusedForm):
    """Another half-life, to look at."""

    days = forms.IntegerField(
        label=gettext_lazy("Half-life in days"),
        help_text=gettext_lazy("After so many days a supporter weighs half. Few days favour what is new."),
        min_value=1,
        max_value=LONGEST_HALF_LIFE,
    )


class HalfLifeForm(TryForm):
    """The half-life that is to hold from now on, and why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Everybody can read it on the page about the orders of lists."),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, days: int | None = None) -> None:
        super().__init__(data, initial={"days": days}, prefix="change")
        self.fields["days"].widget = forms.HiddenInput()
