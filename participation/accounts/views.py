"""A person's own pages."""

from datetime import timedelta
from typing import Any, cast

from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import translate_url
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from participation.errors import MailAway

from .actions import (
    change_profile,
    choose_notifications,
    close_account,
    issue_token,
    require_closable,
    revoke_token,
)
from .closing_code import code_matches, new_code
from .export import personal_archive
from .forms import ClosingForm, NotificationForm, ProfileForm, TokenForm
from .models import ApiToken, User
from .notices import notices_of
from .two_factor import needs_two_factor


def person(request: HttpRequest) -> User:
    """The signed-in person; the views below are for nobody else."""
    return cast(User, request.user)


def status_of(form: forms.BaseForm) -> int:
    return 422 if form.errors else 200


@never_cache
@login_required
def me(request: HttpRequest) -> HttpResponse:
    """Where everything of one's own begins."""
    user = person(request)
    context = {"two_factor": is_mfa_enabled(user), "two_factor_owed": needs_two_factor(user), "section": "me"}
    return render(request, "accounts/me.html", context)


@never_cache
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    user = person(request)
    kept = {name: getattr(user, name) for name in ("public_name", "first_name", "last_name", "language")}
    form = ProfileForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        change_profile(user=user, changes=form.cleaned_data)
        messages.success(request, _("Your names and language are saved."))
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form, "section": "me"}, status=status_of(form))


@never_cache
@login_required
def notifications(request: HttpRequest) -> HttpResponse:
    user = person(request)
    form = NotificationForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        choose_notifications(user=user, paces=form.cleaned_data)
        messages.success(request, _("Your choices are saved."))
        return redirect("accounts:notifications")
    return render(request, "accounts/notifications.html", {"form": form, "section": "me"}, status=status_of(form))


@never_cache
@login_required
def notices(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/notices.html", {"groups": notices_of(person(request)), "section": "me"})


@never_cache
@login_required
def security(request: HttpRequest) -> HttpResponse:
    user = person(request)
    context = {"two_factor": is_mfa_enabled(user), "two_factor_owed": needs_two_factor(user), "section": "me"}
    return render(request, "accounts/security.html", context)


@never_cache
@login_required
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens; a new one is shown in the answer to the form and nowhere else, hence no redirect."""
    user = person(request)
    form = TokenForm(request.POST or None, user=user)
    context: dict[str, Any] = {"section": "me"}
    status = 200
    if request.method == "POST" and form.is_valid():
        days = form.cleaned_data["days"]
        row, context["secret"] = issue_token(
            user=user,
            name=form.cleaned_data["name"],
            scopes=form.cleaned_data["scopes"],
            expires_at=timezone.now() + timedelta(days=days) if days else None,
        )
        context["issued"] = row
        form, status = TokenForm(user=user), 201
    rows = user.tokens.filter(revoked_at=None).order_by("-created_at", "-pk")
    return render(
        request,
        "accounts/tokens.html",
        context | {"form": form, "tokens": rows},
        status=status_of(form) if form.errors else status,
    )


@require_POST
@login_required
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken, pk=pk, user=person(request))
    revoke_token(user=person(request), token=token)
    messages.success(request, _("The token is revoked. Programs can no longer use it."))
    return redirect("accounts:tokens")


@never_cache
@login_required
def export(request: HttpRequest) -> HttpResponse:
    """What is kept of a person: a page that explains it, and the file itself for a POST."""
    if request.method != "POST":
        return render(request, "accounts/export.html", {"section": "me"})
    archive = personal_archive(user=person(request))
    name = f"my-data-{timezone.localdate():%Y-%m-%d}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(archive, content_type="application/zip", headers=headers)


@never_cache
@login_required
def close(request: HttpRequest) -> HttpResponse:
    """The last page of an account: take the data, prove who asks, close."""
    user = person(request)
    require_closable(user, user)
    if request.method == "POST" and "send_code" in request.POST:
        return _send_closing_code(request, user)
    form = ClosingForm(request.POST or None, user=user, code_matches=lambda code: code_matches(request.session, code))
    if request.method == "POST" and form.is_valid():
        close_account(user=user, account=user)
        logout(request)
        messages.success(request, _("Your account is closed. Thank you for taking part."))
        return redirect(translate_url("/", translation.get_language() or ""))
    return render(request, "accounts/close.html", {"form": form, "section": "me"}, status=status_of(form))


def _send_closing_code(request: HttpRequest, user: User) -> HttpResponse:
    code = new_code(request.session)
    with translation.override(user.language):
        text = render_to_string("accounts/closing_code.txt", {"code": code, "user": user})
        try:
            send_mail(_("Your code for closing the account"), text, None, [user.email])
        except OSError as error:
            raise MailAway from error
    messages.info(request, _("A code is on its way to %(email)s.") % {"email": user.email})
    return redirect("accounts:close")
