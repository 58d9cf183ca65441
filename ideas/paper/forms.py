"""What officials fill in about paper, and what a person types to claim an idea."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.consultations.models import ConsultationPage, Place, Topic

from ..forms import ConsultationField, open_consultations
from ..refusals import RefusedForm
from ..uploads import ACCEPT, Refused, Upload, inspect
from .reading import lines_of

_REASON = {"required": gettext_lazy("Please give a reason.")}
LONGEST_LIST = 200_000


class SheetForm(RefusedForm):
    """A sheet as it lies on the table."""

    number = forms.CharField(
        label=gettext_lazy("Number of the sheet"),
        max_length=40,
        error_messages={"required": gettext_lazy("Give the number that stands on the sheet.")},
    )
    ids = forms.CharField(
        label=gettext_lazy("Signatures"),
        help_text=gettext_lazy("One on each line: name and birth date as 1990-01-31, or the number on the sheet."),
        required=False,
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 12, "autocomplete": "off", "spellcheck": "false"}),
    )
    table = forms.FileField(
        label=gettext_lazy("Or a CSV file of them"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt"}),
    )
    scan = forms.FileField(
        label=gettext_lazy("Scanned sheet"),
        help_text=gettext_lazy("Only officials can open it."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )

    def clean_table(self) -> list[str]:
        file = self.cleaned_data["table"]
        if file is None:
            return []
        if file.size > LONGEST_LIST:
            raise ValidationError(_("This file is too large for a sheet."))
        content = file.read()
        for encoding in ("utf-8-sig", "cp949"):  # as spreadsheets in Korea write it
            try:
                return lines_of(content.decode(encoding))
            except UnicodeDecodeError:
                continue
        raise ValidationError(_("This is not a list in text form."))

    def clean_scan(self) -> Upload | None:
        file = self.cleaned_data["scan"]
        if file is None:
            return None
        try:
            return inspect(file)
        except Refused as refusal:
            raise ValidationError(str(refusal)) from None

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        said["lines"] = [*lines_of(said.get("ids", "")), *(said.get("table") or [])]
        if not said["lines"] and not self.errors:
            self.add_error("ids", _("Write one signature on each line."))
        return said


class UndoForm(RefusedForm):
    """Why a sheet is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is taken back"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=_REASON,
    )


class KeepForm(RefusedForm):
    """Why a sheet is not taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Why it goes on counting"),
        help_text=gettext_lazy("It stands in the log of the sheet."),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=_REASON,
    )


class CounterForm(RefusedForm):
    """What somebody told at a counter."""

    consultation = ConsultationField(
        ConsultationPage.objects.none(), label=gettext_lazy("Consultation"), empty_label=None
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    body = forms.CharField(label=gettext_lazy("Text"), max_length=30_000, widget=forms.Textarea(attrs={"rows": 10}))
    topic = forms.ModelChoiceField(Topic.objects.all(), label=gettext_lazy("Topic"), required=False)
    place = forms.ModelChoiceField(Place.objects.all(), label=gettext_lazy("Place"), required=False)
    name = forms.CharField(
        label=gettext_lazy("Name that is shown"),
        help_text=gettext_lazy("Leave it empty for somebody who does not want to be named."),
        max_length=40,
        required=False,
    )
    consent = forms.CharField(
        label=gettext_lazy("How the person agreed"),
        help_text=gettext_lazy("For example: signed the form of 3 March, kept at the counter. Only officials see it."),
        max_length=200,
        error_messages={"required": gettext_lazy("Note how the person agreed that this is published.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["consultation"].queryset = open_consultations()  # type: ignore[attr-defined]  # a choice of things


class ClaimForm(RefusedForm):
    """The code on the paper from the counter."""

    code = forms.CharField(
        label=gettext_lazy("Code on your paper"),
        help_text=gettext_lazy("Twelve letters and numbers. Dashes and capitals do not matter."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Type the code.")},
    )
