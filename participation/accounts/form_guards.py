"""What tells people from programs on a form that anybody may send: a trap, and the time it took to fill in."""

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MINIMUM_SECONDS = 2
REFUSED = _("This form was not accepted. Please load the page again.")
_SALT = "participation.accounts.form_guards"


class TrapField(forms.CharField):
    """A question that people do not see; whoever answers it is a program."""

    is_trap = True
    widget = forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"})

    def __init__(self) -> None:
        super().__init__(required=False, label=_("Leave this empty"))

    def clean(self, value: object) -> str:
        if value:
            raise ValidationError(REFUSED, code="trap")
        return ""


class StartedField(forms.CharField):
    """When the form was shown, signed, so that it cannot be made up."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, initial=now_signed)

    def clean(self, value: object) -> str:
        try:
            shown = float(signing.loads(str(value), salt=_SALT))
        except (signing.BadSignature, ValueError):
            raise ValidationError(REFUSED, code="unsigned") from None
        if timezone.now().timestamp() - shown < MINIMUM_SECONDS:
            raise ValidationError(_("That was very quick. Please wait a moment and send it again."), code="too_quick")
        return str(value)


def now_signed() -> str:
    return signing.dumps(timezone.now().timestamp(), salt=_SALT)
