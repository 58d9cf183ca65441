"""What wraps every page: headers that keep it safe, and refusals turned into answers."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from participation.errors import ParticipationError

from .errors import answer_to, method_not_allowed, too_large
from .policy import admin_policy, public_policy

Next = Callable[[HttpRequest], HttpResponse]

ADMIN, API = "/admin/", "/api/"
PROBES = frozenset({"/healthz", "/readyz"})
PERMISSIONS = "geolocation=(self), camera=(), microphone=(), payment=(), usb=(), browsing-topics=()"


class ProbeMiddleware:
    """Whoever asks whether the site lives asks a machine by its number: no name of the site is asked for there."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.host = urlsplit(settings.BASE_URL).netloc

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info in PROBES:
            request.META["HTTP_HOST"] = self.host
        return self.get_response(request)


class LanguageMiddleware:
    """The address alone decides the language: /en/… is English, an address without prefix the site's own.

    Django's LocaleMiddleware comes to the same by way of cookies, headers and patterns, at many times the cost.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.prefixed = {code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        first = request.path_info[1:].partition("/")[0]
        language = first if first in self.prefixed else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or language)
        return response


class SecurityHeadersMiddleware:
    """A strict content policy for public pages; the looser one that Wagtail's admin needs stays under /admin/."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.public = public_policy()
        self.admin = admin_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        headers = response.headers
        # A view may have set a stricter one, as for files that strangers uploaded.
        if "Content-Security-Policy" not in headers:
            headers["Content-Security-Policy"] = self.admin if request.path_info.startswith(ADMIN) else self.public
        headers["Permissions-Policy"] = PERMISSIONS
        # For browsers that do not know frame-ancestors; Wagtail's previews are frames of the site itself.
        headers["X-Frame-Options"] = "SAMEORIGIN"
        return response


class ErrorMiddleware:
    """Turns what the domain refuses into a page in the reader's language. The API makes its own answers."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            return response if request.path_info.startswith(API) else method_not_allowed(request, response)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if request.path_info.startswith(API):
            return None
        if isinstance(error, ParticipationError):
            return answer_to(request, error)
        if isinstance(error, RequestDataTooBig):
            return too_large(request)
        return None
