"""By what officials narrow the lists of the desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from participation.accounts.models import Department, User
from participation.consultations.models import ConsultationPage

from ..life import Status
from .listing import DUES, Wanted


class DeskFilter(forms.Form):
    """Department, state, consultation and due date; what is shown comes of the address and not of this form."""

    whose = forms.ChoiceField(label=gettext_lazy("Department"))
    status = forms.ChoiceField(label=gettext_lazy("State"))
    consultation = forms.ChoiceField(label=gettext_lazy("Consultation"))
    due = forms.ChoiceField(label=gettext_lazy("Answer due"))

    def __init__(self, wanted: Wanted, user: User) -> None:
        super().__init__(initial=wanted.query | {"whose": wanted.whose}, auto_id="desk-%s")
        mine = str(user.department) if user.department else _("All departments")
        departments = [("mine", mine), ("nobody", _("Without a department"))]
        if user.department:
            departments.append(("all", _("All departments")))
        departments += [(str(row.pk), str(row)) for row in Department.objects.all() if row.pk != user.department_id]
        self._choose("whose", departments)
        anything = pgettext("of a filter", "Any")
        self._choose("status", [("", anything), *Status.choices])
        titles = ConsultationPage.objects.live().order_by("title").values_list("pk", "title")
        self._choose("consultation", [("", anything), *((str(pk), title) for pk, title in titles)])
        self._choose("due", [("", _("Any time")), *DUES.items()])
        if wanted.view == "assigned":
            del self.fields["whose"]

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice of things
