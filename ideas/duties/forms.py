"""What officials fill in about what is owed, and whoever opens an idea again."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from ..models import Duty
from ..refusals import RefusedForm


class ExtendForm(RefusedForm):
    """A later day, and why."""

    due = forms.DateField(
        label=gettext_lazy("New date"),
        help_text=gettext_lazy("Everybody sees the old date beside the new one."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why does it take longer?"),
        help_text=gettext_lazy("Everybody can read it; the author, supporters and followers are told."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Give the reason: everybody can read why it takes longer.")},
    )

    def __init__(self, data: Any = None, *, duty: Duty) -> None:
        later = timezone.localdate(max(duty.due_at, timezone.now()) + timedelta(days=14))
        super().__init__(data, initial={"due": later})

    @property
    def end_of_day(self) -> datetime:
        """The end of the day chosen."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["due"], time(23, 59, 59)))


class FulfilForm(RefusedForm):
    """What came of a legal check or a forum."""

    report = forms.CharField(
        label=gettext_lazy("What came of it?"),
        help_text=gettext_lazy("Everybody can read it on the idea's page."),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Say what came of it.")},
    )


class ReopenForm(RefusedForm):
    """Why an idea that ended should be looked at again."""

    reason = forms.CharField(
        label=gettext_lazy("Why should it be looked at again?"),
        help_text=gettext_lazy("Everybody can read it; those who supported it are told."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say why it should be looked at again.")},
    )
