"""The page on which people prove who they are: which level is needed, how to reach it, and the way back."""

from typing import cast

from allauth.socialaccount.adapter import get_adapter as get_social_adapter
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from .actions import claim_identity
from .adapters import is_local
from .failed_proofs import ProofsLocked, count_failed_proof, forget_failed_proofs, require_unlocked, tries_left
from .leaving import leave_by_page
from .models import IdentityLevel, User
from .verification import Proof, VerificationFailed, Verifier, verifier

_WANTED = "verify_wanted"


@never_cache
@login_required
def verify(request: HttpRequest) -> HttpResponse:
    """The questions of our own, or the button that leads to a provider."""
    chosen = verifier()
    form = chosen.form() if chosen else None
    if request.method == "POST" and chosen:
        try:
            require_unlocked(cast(User, request.user))
        except ProofsLocked as lock:
            return _page(request, form, lock=lock)
        form = chosen.form(request.POST)
        if form is None or form.is_valid():
            return _begin(request, chosen, form)
    return _page(request, form)


@never_cache
@login_required
def verified(request: HttpRequest) -> HttpResponse:
    """Where a provider sends the person back to."""
    chosen = verifier()
    if chosen is None:
        return redirect("accounts:verify")
    try:
        return _accept(request, _proof(request, chosen))
    except ProofsLocked:
        return redirect(_question(request))
    except VerificationFailed as error:
        messages.error(request, _told(cast(User, request.user), error))
        return redirect(_question(request))


def needed_level(name: str) -> IdentityLevel | None:
    """The level an address asks for, by its number or its name."""
    by_name = {str(level.value): level for level in IdentityLevel} | {
        level.name.lower(): level for level in IdentityLevel
    }
    return by_name.get(name.lower())


def _page(request: HttpRequest, form: forms.Form | None, *, lock: ProofsLocked | None = None) -> HttpResponse:
    user = cast(User, request.user)
    needed = needed_level(_asked(request, "level"))
    context = {
        "form": form,
        "lock": lock or _lock_of(user),
        "verifier": verifier(),
        "level": user.get_identity_level_display(),
        "is_verified": user.identity_level >= IdentityLevel.VERIFIED,
        "needed": needed,
        "next": _way_back(request),
        "providers": get_social_adapter().list_providers(request),
        "section": "me",
    }
    response = render(request, "accounts/verify.html", context, status=422 if form and form.errors else 200)
    if lock:
        response.status_code = lock.status
        response.headers["Retry-After"] = str(lock.retry_after)
    return response


def _lock_of(user: User) -> ProofsLocked | None:
    try:
        require_unlocked(user)
    except ProofsLocked as lock:
        return lock
    return None


def _asked(request: HttpRequest, name: str) -> str:
    return request.POST.get(name) or request.GET.get(name) or ""


def _way_back(request: HttpRequest) -> str:
    wanted = _asked(request, "next")
    return wanted if is_local(wanted, request) else ""


def _begin(request: HttpRequest, chosen: Verifier, form: forms.Form | None) -> HttpResponse:
    request.session[_WANTED] = {"next": _way_back(request), "level": _asked(request, "level")}
    provider_url = chosen.start(request, return_url=request.build_absolute_uri(reverse("accounts:verified")))
    if provider_url:
        return leave_by_page(request, redirect(provider_url))
    try:
        return _accept(request, _proof(request, chosen))
    except VerificationFailed as error:
        # Told on the form itself, so that what was typed stays.
        (form or forms.Form(request.POST)).add_error(None, _told(cast(User, request.user), error))
        return _page(request, form)


def _proof(request: HttpRequest, chosen: Verifier) -> Proof:
    """What the verifier found; a failure is counted. Raises ProofsLocked, VerificationFailed."""
    user = cast(User, request.user)
    require_unlocked(user)
    try:
        return chosen.finish(request)
    except VerificationFailed:
        count_failed_proof(user=user)
        raise


def _told(user: User, error: VerificationFailed) -> str:
    if user.proofs_locked_until:
        return str(error)
    left = tries_left(user)
    tries = ngettext("%(left)s try is left.", "%(left)s tries are left.", left) % {"left": left}
    return f"{error} {tries}"


def _accept(request: HttpRequest, proof: Proof) -> HttpResponse:
    user = cast(User, request.user)
    before = user.voter_id
    claim_identity(user=user, source=proof.source, secret=proof.secret, level=proof.level)
    forget_failed_proofs(user)
    messages.success(request, _("Your identity is verified. Thank you."))
    if user.voter_id != before:
        messages.info(
            request, _("You already had an account here. Both now count as one person: each of your votes counts once.")
        )
    return redirect(request.session.pop(_WANTED, {}).get("next") or "accounts:verify")


def _question(request: HttpRequest) -> str:
    """The page that asks, still knowing where the person came from and which level is needed."""
    wanted = {name: value for name, value in request.session.get(_WANTED, {}).items() if value}
    return f"{reverse('accounts:verify')}?{urlencode(wanted)}" if wanted else reverse("accounts:verify")
