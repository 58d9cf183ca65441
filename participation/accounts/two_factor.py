"""A second proof at sign-in for those whose account can do harm."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from .models import User
from .predicates import is_editor, is_moderator, is_official

# Where officials, moderators and administrators work, without the language in front.
OFFICES = ("/admin/", "/desk/", "/moderation/")
LANGUAGE_PREFIXES = tuple(f"/{code}" for code, _name in settings.LANGUAGES)


def needs_two_factor(user: User) -> bool:
    """Whether this person must set up a second proof before going to work."""
    if not settings.REQUIRE_OFFICIAL_2FA or not user.is_authenticated:
        return False
    works_here = is_moderator(user) or is_official(user) or is_editor(user) or user.is_staff
    return works_here and not is_mfa_enabled(user)


def may_work_by_token(user: User) -> bool:
    """Whether a program may answer and moderate as this person: never more than the person, signed in, could."""
    return user.has_perm("accounts.issue_office_token") and not needs_two_factor(user)


class TwoFactorMiddleware:
    """Sends those who work here to where the second proof is set up. Not there at all where none is asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.REQUIRE_OFFICIAL_2FA:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_office(request.path_info) and needs_two_factor(request.user):  # type: ignore[arg-type]  # visitors are told apart inside
            messages.warning(
                request, _("Please set up a second proof of identity first: it protects what citizens trust you with.")
            )
            return redirect("mfa_index")
        return self.get_response(request)


def is_office(path: str) -> bool:
    """Whether this address belongs to a place of work, in any language."""
    for prefix in LANGUAGE_PREFIXES:
        if path.startswith(f"{prefix}/"):
            path = path.removeprefix(prefix)
    return path.startswith(OFFICES)
