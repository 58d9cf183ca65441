"""Proving that an account is one person. Which verifier does it is a setting; the rest of the site only knows levels.

A verifier looks at something that only one person has and hands back a Proof. The proof's secret is hashed at once
(see ``identity``) and never kept, shown or logged. To bring another verifier, derive from ``Verifier`` or, for a
Korean mobile-identity provider, from ``MobileIdentityVerifier``, and name the class in IDENTITY_VERIFIER.
"""

import secrets
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Protocol

from django import forms
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from participation.errors import ParticipationError

from .models import IdentityLevel

_STATE = "identity_verification_state"
# What is shorter, or without a number, tells nobody apart.
SHORTEST_ON_PAPER = 4


class VerificationFailed(ParticipationError):
    code, status = "verification_failed", 422
    message = _("Your identity could not be verified. Please try again.")


@dataclass(frozen=True, repr=False)
class Proof:
    """What a verifier found. No ``repr``: it must not reach a log."""

    source: str
    secret: str
    level: IdentityLevel = IdentityLevel.VERIFIED


class Verifier(ABC):
    """One way to verify a person. Made anew for each request, without arguments."""

    #: What people read on the button.
    label: ClassVar[str | Promise] = _("Verify my identity")
    #: Refused in production by a system check.
    for_development: ClassVar[bool] = False

    def form(self, posted: Mapping[str, Any] | None = None) -> forms.Form | None:
        """What is asked on our own page, or None where the provider asks everything on its own."""
        return None

    def on_paper(self, line: str) -> "Proof | None":
        """What a line of a signature sheet proves; None where it cannot be read.

        A subclass that can make the same secret of it as online lets whoever signed on paper be known online as well.
        """
        return _plain_proof(line)

    @abstractmethod
    def start(self, request: HttpRequest, *, return_url: str) -> str | None:
        """The provider's address to send the person to; None where our own form was all."""

    @abstractmethod
    def finish(self, request: HttpRequest) -> Proof:
        """Read the outcome from the form sent to us, or from the provider's return. Raises VerificationFailed."""


# What a real verifier does to a stranger's data can be tried out with this name.
REFUSED_NAMES = {"거절", "refuse"}


class DevelopmentForm(forms.Form):
    """The same name and birth date always make the same person."""

    name = forms.CharField(
        label=_("Name"), max_length=60, help_text=_("“Refuse” is not believed: so you see what happens then.")
    )
    born_on = forms.DateField(label=_("Birth date"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean_name(self) -> str:
        return unicodedata.normalize("NFC", "".join(self.cleaned_data["name"].split())).casefold()

    def clean_born_on(self) -> date:
        born_on: date = self.cleaned_data["born_on"]
        if not date(1900, 1, 1) <= born_on <= timezone.localdate():
            raise ValidationError(_("Please enter a birth date in the past."))
        return born_on


class DevelopmentVerifier(Verifier):
    """Believes whatever is typed: for trying things out, never for a public site."""

    for_development = True

    def on_paper(self, line: str) -> Proof | None:
        """A name with a birth date is what is asked online, too."""
        name, _space, born_on = line.replace(",", " ").replace(";", " ").strip().rpartition(" ")
        form = DevelopmentForm({"name": name, "born_on": born_on})
        return self._proof(form) if name and form.is_valid() else super().on_paper(line)

    def form(self, posted: Mapping[str, Any] | None = None) -> forms.Form:
        return DevelopmentForm(posted)

    def start(self, request: HttpRequest, *, return_url: str) -> None:
        return None

    def finish(self, request: HttpRequest) -> Proof:
        form = self.form(request.POST)
        if not form.is_valid():
            raise VerificationFailed(errors={name: str(messages[0]) for name, messages in form.errors.items()})
        if form.cleaned_data["name"] in REFUSED_NAMES:
            raise VerificationFailed
        return self._proof(form)

    @staticmethod
    def _proof(form: forms.Form) -> Proof:
        return Proof("identity:development", f"{form.cleaned_data['name']}|{form.cleaned_data['born_on']:%Y-%m-%d}")


@dataclass(frozen=True)
class Started:
    """A verification that the provider has opened: where the person goes, and the token to ask for the outcome."""

    redirect_url: str
    token: str


class ProviderClient(Protocol):
    """A Korean mobile-identity provider (PASS, NICE, KCB, Danal …), reduced to the two calls that all of them have.

    ``open`` asks the provider for a session. ``return_url`` is where it sends the person afterwards; ``state`` comes
    back as the parameter ``state`` unchanged. The provider's request is signed or encrypted with the agency's key here.

    ``collect`` turns the token of that session and the parameters of the return into the CI (연계정보): 88 characters
    of Base64 that are the same for one resident at every provider. It checks the provider's signature or message
    authentication, asks the provider over a channel of its own where it offers one, and raises VerificationFailed for
    anything that does not match. Name, birth date and number which the provider also sends are dropped here.
    """

    def open(self, *, return_url: str, state: str) -> Started: ...

    def collect(self, *, token: str, answer: Mapping[str, str]) -> str: ...


class MobileIdentityVerifier(Verifier):
    """Verification through a mobile carrier or card company. A subclass says which client speaks to the provider."""

    label = _("Verify with my mobile phone")

    @abstractmethod
    def client(self) -> ProviderClient:
        """The client, with the agency's contract data from settings of the subclass's own."""

    def start(self, request: HttpRequest, *, return_url: str) -> str:
        state = secrets.token_urlsafe(24)
        started = self.client().open(return_url=return_url, state=state)
        request.session[_STATE] = {"state": state, "token": started.token}
        return started.redirect_url

    def finish(self, request: HttpRequest) -> Proof:
        # Taken out at once: an answer counts once, and only for the session that asked.
        kept = request.session.pop(_STATE, None)
        answer = {**request.GET.dict(), **request.POST.dict()}
        if not kept or not secrets.compare_digest(str(answer.get("state", "")).encode(), kept["state"].encode()):
            raise VerificationFailed
        ci = self.client().collect(token=kept["token"], answer=answer)
        # One resident has one CI whichever provider is asked, so the source is the CI itself.
        return Proof("identity:ci", ci)


def _plain_proof(line: str) -> Proof | None:
    """An identity number as it was written, whatever its spaces and dashes."""
    secret = "".join(letter for letter in unicodedata.normalize("NFKC", line).casefold() if letter.isalnum())
    known = len(secret) >= SHORTEST_ON_PAPER and any(letter.isdigit() for letter in secret)
    return Proof("identity:paper", secret) if known else None


def proof_on_paper(line: str) -> Proof | None:
    """What a line of a signature sheet proves, in the way of this site's verifier; None where it cannot be read."""
    asked = verifier()
    return asked.on_paper(line) if asked else _plain_proof(line)


def verifier() -> Verifier | None:
    """The verifier of this site, or None where there is none."""
    if not settings.IDENTITY_VERIFIER:
        return None
    made: Verifier = import_string(settings.IDENTITY_VERIFIER)()
    if made.for_development and not settings.ALLOW_DEVELOPMENT_VERIFIER:
        raise ImproperlyConfigured("The development verifier believes everything and is not for a public site.")
    return made
