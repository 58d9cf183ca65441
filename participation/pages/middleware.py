"""What wraps every page: headers that keep it safe, and refusals turned into answers."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from participation.errors import ParticipationError, SignInNeeded, TooManyRequests, VerificationNeeded

Next = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'self'; script-src 'self'; style-src 'self'"
)
ADMIN_POLICY = POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'").replace(
    "style-src 'self'", "style-src 'self' 'unsafe-inline'"
)


class SecurityHeadersMiddleware:
    """A strict content policy for public pages; the looser one that Wagtail's admin needs stays under /admin/."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        policy = ADMIN_POLICY if request.path_info.startswith("/admin/") else POLICY
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", "geolocation=(self), camera=(), microphone=()")
        return response


class ErrorMiddleware:
    """Turns what the domain refuses into a page in the reader's language."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, ParticipationError):
            return None
        if isinstance(error, SignInNeeded):
            return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
        if isinstance(error, VerificationNeeded):
            return redirect(f"{reverse('accounts:verify')}?{urlencode({'next': request.get_full_path(), 'level': error.level})}")
        response = render(request, "errors/error.html", {"error": error, "status": error.status}, status=error.status)
        if isinstance(error, TooManyRequests):
            response.headers["Retry-After"] = str(error.retry_after)
        return response
