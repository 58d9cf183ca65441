"""What the search page asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from . import korean
from .filters import Filters


def _date_field(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class SearchForm(forms.Form):
    """Words and dates. A date that is none is said at its field, and the search goes on without it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # "from" is no name that a class can give.
        self.fields = {
            "q": forms.CharField(
                label=pgettext_lazy("search", "Words"),
                required=False,
                help_text=_("Put “several words” in quotes to find them together; a minus in front leaves a word out."),
                widget=forms.TextInput(
                    attrs={
                        "type": "search",
                        "autocomplete": "off",
                        "enterkeyhint": "search",
                        "data-suggest-target": "input",
                        "data-action": "input->suggest#look keydown->suggest#press",
                    }
                ),
            ),
            "exact": forms.BooleanField(
                label=_("Exactly this word"),
                required=False,
                help_text=_("Leaves out longer words that it is only a part of."),
            ),
            "from": _date_field(_("From this day")),
            "to": _date_field(_("Until this day")),
        }

    @classmethod
    def of(cls, params: QueryDict, filters: Filters) -> SearchForm:
        """What stands in an address, without what no database takes."""
        asked = {name: korean.storable(params.get(name, "")) for name in ("q", "from", "to")}
        form = cls(asked | {"exact": "1" if filters.exact else ""})
        form.is_valid()
        return form

    def clean(self) -> dict[str, Any]:
        begin, end = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if begin and end and begin > end:
            self.add_error("to", _("This day lies before the first one."))
        return self.cleaned_data

    def clean_q(self) -> str:
        return korean.storable(self.cleaned_data["q"])
