"""The question that the ledger's page asks."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.errors import ParticipationError

from .reading import Entry, entry_of


class ReceiptForm(forms.Form):
    """Which entry somebody looks for."""

    receipt = forms.CharField(
        label=gettext_lazy("Receipt"),
        help_text=gettext_lazy("64 letters and digits, as they were shown after voting. Spaces do not matter."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    entry: Entry

    def clean_receipt(self) -> str:
        asked: str = self.cleaned_data["receipt"]
        try:
            self.entry = entry_of(asked)
        except ParticipationError as error:
            raise forms.ValidationError(str(error) or _("This value cannot be used here.")) from None
        return asked
