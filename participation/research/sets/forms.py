"""What is asked of whoever saves a search."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Pace


class SaveForm(forms.Form):
    """A name to know it by, and how often we write."""

    name = forms.CharField(label=_("What should it be called?"), max_length=100, required=False)
    pace = forms.ChoiceField(
        label=_("How often should we write?"), choices=Pace, widget=forms.RadioSelect, initial=Pace.DAILY
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "off"
