"""allauth's forms in our words. On their own, since allauth's forms are built on ours and can only come after them."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.socialaccount import forms as social
from django import forms
from django.utils.translation import gettext_lazy as _

LABELS = {
    "email": _("E-mail address"),
    "login": _("E-mail address"),
    "oldpassword": _("Present password"),
    "password2": _("The password once more"),
}
NEW_PASSWORD = _("At least 10 characters. Not a common password, and not your name or address.")
CODE_HINT = _("Six digits from your app. Without your phone, use one of your recovery codes.")


class PlainForm(forms.Form):
    """Labels that stay visible instead of words inside the boxes, and one hint where a password is chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            if name == "password1":
                field.help_text = NEW_PASSWORD
            elif name in {"password", "oldpassword"}:
                field.help_text = ""


class LoginForm(PlainForm, account.LoginForm):
    """Sign in."""


class SignupForm(PlainForm, account.SignupForm):
    """Sign up with a password."""


class SocialSignupForm(PlainForm, social.SignupForm):
    """Sign up through another service."""


class AddEmailForm(PlainForm, account.AddEmailForm):
    """A further address."""


class ChangePasswordForm(PlainForm, account.ChangePasswordForm):
    """Another password."""


class SetPasswordForm(PlainForm, account.SetPasswordForm):
    """A first password, for those who came through another service."""


class ResetPasswordForm(PlainForm, account.ResetPasswordForm):
    """A link for those who forgot theirs."""


class ResetPasswordKeyForm(PlainForm, account.ResetPasswordKeyForm):
    """The new password, behind that link."""


class ReauthenticateForm(PlainForm, account.ReauthenticateForm):
    """The password once more, before something important."""


class CodeForm(PlainForm):
    """One code: from the app, or a recovery code where ``takes_recovery_codes``."""

    takes_recovery_codes = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = _("Code")
        code.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}
        if self.takes_recovery_codes:
            code.help_text = CODE_HINT


class SecondProofForm(CodeForm, mfa.AuthenticateForm):
    """The second proof at sign-in."""


class SecondProofAgainForm(CodeForm, mfa.ReauthenticateForm):
    """The second proof before something important."""


class ActivateAppForm(CodeForm, totp.ActivateTOTPForm):
    """The first code of an app shows that it has been set up."""

    takes_recovery_codes = False
