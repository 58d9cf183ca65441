"""People in the admin: by e-mail address, with the capacity in which they speak."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm as WagtailCreationForm
from wagtail.users.forms import UserEditForm as WagtailEditForm

from .models import Capacity, User

SHARED_FIELDS = ("email", "public_name", "first_name", "last_name", "language", "capacity", "badge", "department")
WIDGETS = {"groups": forms.CheckboxSelectMultiple}


class PersonFields(forms.Form):
    """What both forms change about Wagtail's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        for name in ("first_name", "last_name"):
            self.fields[name].required = False
            self.fields[name].help_text = _("Real names stay inside the office.")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if cleaned.get("capacity") == Capacity.OFFICIAL and not cleaned.get("department"):
            self.add_error("department", ValidationError(_("An official speaks for a department. Please choose one.")))
        return cleaned


class UserCreationForm(PersonFields, WagtailCreationForm):
    class Meta(WagtailCreationForm.Meta):
        model = User
        fields = (*SHARED_FIELDS, "is_superuser", "groups")
        widgets = WIDGETS


class UserEditForm(PersonFields, WagtailEditForm):
    class Meta(WagtailEditForm.Meta):
        model = User
        fields = (*SHARED_FIELDS, "is_active", "is_superuser", "groups")
        widgets = WIDGETS
