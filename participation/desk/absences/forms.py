"""When somebody is away, and who stands in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ideas.office.forms import OfficialField
from ideas.refusals import RefusedForm
from participation.accounts.models import User

from ..colleagues import colleagues


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class AbsenceForm(RefusedForm):
    """The days, and the deputy."""

    starts_on = _day(pgettext_lazy("of an absence", "First day"))
    ends_on = _day(pgettext_lazy("of an absence", "Last day"))
    deputy = OfficialField(
        User.objects.none(),
        label=_("Who stands in?"),
        help_text=_("Your deputy sees what is in your hands, and may answer it."),
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        self.fields["deputy"].queryset = colleagues().exclude(pk=user.pk)  # type: ignore[attr-defined]  # a choice of people
