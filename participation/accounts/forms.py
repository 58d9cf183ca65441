"""What people fill in about themselves."""

import unicodedata
from typing import Any

from allauth.core import context
from django import forms
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .form_guards import StartedField, TrapField
from .models import ApiToken, Department, NotificationChoice, User
from .notification_kinds import offered_to, paces_of
from .signals import sign_up_attempted
from .two_factor import may_work_by_token

# Names under which somebody could pass for the office.
RESERVED_NAMES = {"admin", "administrator", "moderator", "official", "관리자", "운영자", "운영진", "공무원", "마당"}


def clean_public_name(name: str) -> str:
    """One line of visible letters that nobody takes for an office's name."""
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    if any(unicodedata.category(letter) in {"Cc", "Cf", "Co", "Cs"} for letter in name):
        raise ValidationError(_("Please use letters and digits that can be seen."))
    if name.casefold() in RESERVED_NAMES or Department.objects.filter(name__iexact=name).exists():
        raise ValidationError(_("This name belongs to the office. Please choose another one."))
    return name


class PublicNameField(forms.CharField):
    """The name that others see."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("Public name"),
            help_text=_("Others see this name. It need not be your real one."),
            min_length=2,
            max_length=40,
            **options,
        )
        self.widget.attrs["autocomplete"] = "nickname"

    def clean(self, value: object) -> str:
        return clean_public_name(super().clean(value))


class SignupForm(forms.Form):
    """What allauth's own sign-up forms, with a password or through another service, are built on."""

    public_name = PublicNameField()
    website = TrapField()
    started = StartedField()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        sign_up_attempted.send(sender=type(self), request=context.request)
        for guard in ("website", "started"):
            # Nobody can correct what they do not see: the sentence goes to the top of the form.
            for error in self.errors.pop(guard, []):
                self.add_error(None, error)
        return cleaned

    def signup(self, request: HttpRequest, user: User) -> None:
        """allauth asks for this; the adapter has already written everything to the account."""


class ProfileForm(forms.Form):
    """Names and language."""

    public_name = PublicNameField()
    last_name = forms.CharField(
        label=_("Family name"),
        max_length=150,
        required=False,
        help_text=_("Only the office sees your real name, and only you can fill it in."),
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    first_name = forms.CharField(
        label=_("Given name"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    language = forms.ChoiceField(label=_("Language of mails"), choices=settings.LANGUAGES)


class NotificationForm(forms.Form):
    """One pace for each kind of news."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        paces = paces_of(user)
        for kind in offered_to(user):
            self.fields[kind.name] = forms.ChoiceField(
                label=kind.label, help_text=kind.hint, choices=NotificationChoice.Pace.choices, initial=paces[kind.name]
            )


class TokenForm(forms.Form):
    """A new token: what it is for and what it may do."""

    name = forms.CharField(
        label=_("What is it for?"), max_length=60, help_text=_("A name by which you recognise it later.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"),
        choices=ApiToken.Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[ApiToken.Scope.READ],
    )
    days = forms.TypedChoiceField(
        label=_("It ends"),
        coerce=int,
        choices=[(30, _("after 30 days")), (90, _("after 90 days")), (365, _("after a year")), (0, _("never"))],
        initial=90,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_work_by_token(user):
            offered = [choice for choice in ApiToken.Scope.choices if choice[0] != ApiToken.Scope.OFFICE]
            self.fields["scopes"] = forms.MultipleChoiceField(
                label=self.fields["scopes"].label,
                choices=offered,
                widget=forms.CheckboxSelectMultiple,
                initial=[ApiToken.Scope.READ],
            )


class ClosingForm(forms.Form):
    """The last questions before an account is closed."""

    understood = forms.BooleanField(
        label=_("I have taken my data with me, or do not need it. I know that closing cannot be undone."),
        error_messages={"required": _("Please tick this box, so that nobody closes an account by mistake.")},
    )

    def __init__(self, *args: Any, user: AbstractBaseUser, code_matches: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.code_matches = code_matches
        if user.has_usable_password():
            self.fields["password"] = forms.CharField(
                label=_("Your password"),
                strip=False,
                widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            )
        else:
            self.fields["code"] = forms.CharField(
                label=_("Code from the mail"),
                max_length=12,
                widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
            )
        self.order_fields(["password", "code", "understood"])

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise ValidationError(_("This is not your password."))
        return password

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not self.code_matches(code):
            raise ValidationError(_("This is not the code, or it is too old. Ask for a new one."))
        return code
