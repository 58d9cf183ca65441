"""What is asked of whoever takes results away."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.datasets.writing import formats_here

LABELS = {
    "csv": _("CSV, for spreadsheets"),
    "jsonl": _("JSON Lines, for programs"),
    "parquet": _("Parquet, for data analysis"),
}


class ExportForm(forms.Form):
    """In which formats."""

    formats = forms.MultipleChoiceField(
        label=_("In which formats?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose in which formats you want the results.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = formats_here()
        field = self.fields["formats"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(name, LABELS[name]) for name in here]
        if "parquet" not in here:
            field.help_text = _("Parquet is not offered: its library is not installed on this site.")
