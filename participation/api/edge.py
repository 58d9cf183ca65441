"""What surrounds every operation: the language, who asks, how often, and an answer in JSON whatever happens."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt

from participation.errors import Invalid
from participation.limits import limit

from .access import SAFE, address, identify, who
from .problems import BadToken, MethodNotAllowed, NotFound, NotJson, problem_response

View = Callable[..., HttpResponseBase]
VARY = ("Accept-Language", "Authorization", "Cookie")


def reader_language(request: HttpRequest) -> str:
    """The first language of Accept-Language that the site speaks, or the site's own."""
    for wanted, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if wanted == "*":
            break
        try:
            return translation.get_supported_language_variant(wanted)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def at_the_edge(view: View) -> View:
    """The view as the API serves it. CSRF is checked by ``identify``, where a session needs it."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        language = reader_language(request)
        with translation.override(language):
            try:
                response = _run(view, request, *args, **kwargs)
            except Exception as error:  # the edge of the API: a program is never answered with a page
                response = problem_response(request, error)
        response.headers.setdefault("Content-Language", language)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        patch_vary_headers(response, VARY)
        return response

    return answer


def _run(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    if "\x00" in request.path_info:
        raise NotFound
    for name, values in request.GET.lists():
        if any("\x00" in value for value in values):
            raise Invalid(errors={name: translation.gettext("This value cannot be used here.")})
    if request.method not in SAFE and not _is_json(request):
        raise NotJson
    try:
        identify(request)
    except BadToken:
        # Guessing tokens is counted like everything else that an address asks.
        limit("api", address(request))
        raise
    limit("api", who(request))
    if request.method not in SAFE:
        request.body  # noqa: B018  # read here, so that what is too large is refused before anything is done
    asked = request.method
    if asked == "HEAD":
        request.method = "GET"
    response = view(request, *args, **kwargs)
    request.method = asked
    if response.status_code == MethodNotAllowed.status:
        return _other_method(request, response.headers.get("Allow", ""))
    return response


def _is_json(request: HttpRequest) -> bool:
    """Whether a body, where there is one, says that it is JSON; what says nothing is taken for it."""
    if request.headers.get("Content-Length", "") in {"", "0"} and "Transfer-Encoding" not in request.headers:
        return True
    kind = (request.content_type or "").lower()
    return kind in {"", "application/json"} or (kind.startswith("application/") and kind.endswith("+json"))


def _other_method(request: HttpRequest, allowed: str) -> HttpResponse:
    methods = sorted({method.strip() for method in allowed.split(",") if method.strip()} | {"OPTIONS"})
    if "GET" in methods:
        methods.append("HEAD")
    options = request.method == "OPTIONS"
    response = HttpResponse(status=204) if options else problem_response(request, MethodNotAllowed())
    if options:
        del response.headers["Content-Type"]  # there is nothing in it
    response.headers["Allow"] = ", ".join(methods)
    return response


def nothing_here(request: HttpRequest) -> HttpResponse:
    raise NotFound


def edged(patterns: Iterable[Any]) -> list[URLPattern]:
    """The patterns with every view at the edge."""
    edged_ones = list(patterns)
    for pattern in edged_ones:
        pattern.callback = at_the_edge(pattern.callback)
    return edged_ones
