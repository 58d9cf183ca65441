"""What the analysing pages ask beside words, filters and days."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from search.query import LONGEST_QUERY


class SecondTerm(forms.Form):
    """A term to set beside the first."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # "with" is no name that a class can give.
        self.fields = {
            "with": forms.CharField(
                label=_("Compare with"),
                required=False,
                max_length=LONGEST_QUERY,
                help_text=_("A second term, counted under the same filters."),
                widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
            )
        }


class SecondSet(SecondTerm):
    """A query to set beside the first; its operators hold for it alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["with"].label = _("Second query")
        self.fields["with"].help_text = _(
            "Operators such as kind: or date: hold for their own query, filters for both."
        )
