"""Who asks: a visitor, a person with a session, or a program with a token; and whether its scopes reach that far."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import timezone
from ninja.security.base import AuthBase

from participation.accounts.models import ApiToken, User
from participation.accounts.two_factor import needs_two_factor
from participation.errors import SignInNeeded
from participation.limits import address_of

from .problems import BadToken, CsrfFailed, ScopeNeeded, TwoFactorNeeded

Scope = ApiToken.Scope
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
USED_AT_MOST_EVERY = timedelta(minutes=1)
LONGEST_TOKEN = 200


def identify(request: HttpRequest) -> None:
    """Put the person who asks on the request. A token speaks for its owner alone, whatever session came along.

    Raises BadToken, or CsrfFailed where a session changes something without its CSRF token.
    """
    secret = _bearer(request)
    if secret is not None:
        token = _token(secret)
        request.user = token.user
        request.api_token = token  # type: ignore[attr-defined]  # read by token_of
    elif request.method not in SAFE and request.user.is_authenticated:
        _check_csrf(request)


def token_of(request: HttpRequest) -> ApiToken | None:
    return getattr(request, "api_token", None)


def who(request: HttpRequest) -> str:
    """The key that requests are counted by: the token, the person, or the address."""
    token = token_of(request)
    if token is not None:
        return f"token:{token.pk}"
    if request.user.is_authenticated:
        return f"person:{request.user.pk}"
    return address(request)


def address(request: HttpRequest) -> str:
    return f"address:{address_of(request)}"


def reader(request: HttpRequest) -> User | AnonymousUser:
    return request.user


def person(request: HttpRequest) -> User:
    """The signed-in person. Raises SignInNeeded for visitors."""
    if isinstance(request.user, AnonymousUser) or not request.user.is_authenticated:
        raise SignInNeeded
    return request.user


def _bearer(request: HttpRequest) -> str | None:
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else None


def _token(secret: str) -> ApiToken:
    if not 0 < len(secret) <= LONGEST_TOKEN or not secret.isascii():
        raise BadToken
    token = ApiToken.objects.usable_with(secret)
    if token is None:
        raise BadToken
    _note_use(token)
    return token


def _note_use(token: ApiToken) -> None:
    now = timezone.now()
    stale = now - USED_AT_MOST_EVERY
    if token.last_used_at is None or token.last_used_at < stale:
        unnoted = ApiToken.objects.filter(Q(last_used_at=None) | Q(last_used_at__lt=stale), pk=token.pk)
        unnoted.update(last_used_at=now)


class _CsrfCheck(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        raise CsrfFailed


def _unmarked(request: HttpRequest) -> HttpResponse:
    """A view that is not exempt from the check."""
    return HttpResponse()


def _check_csrf(request: HttpRequest) -> None:
    check = _CsrfCheck(_unmarked)
    request.csrf_processing_done = False  # type: ignore[attr-defined]  # Django's own mark: the edge is exempt, this is not
    check.process_request(request)
    check.process_view(request, _unmarked, (), {})


class Access(AuthBase):
    """Lets a request through to one operation, or says what is missing."""

    def __init__(self, scope: str, *, visitors: bool = False) -> None:
        self.scope, self.visitors = scope, visitors
        super().__init__()

    def __call__(self, request: HttpRequest) -> Any:
        if not request.user.is_authenticated:
            if self.visitors:
                return True
            raise SignInNeeded
        token = token_of(request)
        if token is not None and not self._is_covered(token):
            raise ScopeNeeded(level=self.scope)
        if self.scope == Scope.OFFICE and needs_two_factor(person(request)):
            raise TwoFactorNeeded
        return True

    def _is_covered(self, token: ApiToken) -> bool:
        """Whoever may write or answer sees what that is about: those scopes hold reading."""
        if self.scope == Scope.READ:
            return bool(token.scopes)
        return self.scope in token.scopes


class Token(Access):
    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_description = "A token from the account's page. It acts as its owner, within its scopes."


class Session(Access):
    openapi_type = "apiKey"
    openapi_in = "cookie"
    openapi_name = "sessionid"
    openapi_description = "The session of the site; requests that change something also send X-CSRFToken."


class Visitor(Access):
    """Nobody in particular. In the description of the API this becomes "or none of these"."""

    openapi_type = "http"
    openapi_scheme = "none"


def _either(scope: str) -> list[Access]:
    """Both ways to say who one is; the first one's check serves both."""
    return [Token(scope), Session(scope)]


ANYBODY = [kind(Scope.READ, visitors=True) for kind in (Token, Session, Visitor)]
MYSELF = _either(Scope.READ)
WRITE = _either(Scope.WRITE)
OFFICE = _either(Scope.OFFICE)
