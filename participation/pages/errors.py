"""Refusals and accidents as pages in the reader's language, as problem documents for scripts."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from participation.errors import ParticipationError, SignInNeeded, TooManyRequests, VerificationNeeded

PROBLEM = "application/problem+json"
TEMPLATES = {400: "400.html", 403: "403.html", 404: "404.html", 429: "429.html"}


def answer_to(request: HttpRequest, error: ParticipationError) -> HttpResponse:
    """What the domain refused: the way to sign in or to verify where that helps, else a page that says why."""
    if isinstance(error, SignInNeeded):
        return _send_to(request, error, reverse("account_login"), next=_way_back(request))
    if isinstance(error, VerificationNeeded):
        return _send_to(request, error, reverse("accounts:verify"), next=_way_back(request), level=error.level)
    errors = [{"field": field, "message": str(message)} for field, message in error.errors.items()]
    asked = {"detail": str(error)}
    if errors and error.status == 422 and request.method in ("GET", "HEAD"):
        # Nobody filled in a field: the address itself holds what there is not.
        asked = {
            "title": _("This address leads nowhere"),
            "detail": " ".join(each["message"] for each in errors),
            "advice": _("Open the list without it and choose there."),
            "list_url": request.path,
        }
    response = page(request, error.status, code=error.code, errors=errors, **asked)
    if isinstance(error, TooManyRequests):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def page(
    request: HttpRequest,
    status: int,
    *,
    code: str,
    title: str = "",
    detail: str = "",
    advice: str = "",
    list_url: str = "",
    errors: list[dict[str, str]] | None = None,
) -> HttpResponse:
    """The error page; for scripts that ask (htmx, the API) the same as an RFC 9457 problem document."""
    title = title or _titles().get(status, "")
    if _wants_problem(request):
        problem: dict[str, Any] = {"type": "about:blank", "title": title or code, "status": status, "code": code}
        problem |= {"detail": detail or title, "errors": errors or []}
        return JsonResponse(problem, status=status, content_type=PROBLEM)
    context = {"status": status, "title": title, "detail": detail, "advice": advice, "errors": errors or []}
    if list_url:
        context |= {"list_url": list_url, "errors": []}
    return render(request, TEMPLATES.get(status, "errors/error.html"), context, status=status)


def _titles() -> Mapping[int, str]:
    return {
        400: _("This request could not be understood"),
        403: _("You may not open this"),
        404: _("This page is not here"),
        429: _("Too many requests in a short time"),
        405: _("This address cannot be used like that"),
        409: _("That is not possible at present"),
        410: _("This is hidden"),
        413: _("That was too large"),
        503: _("That does not work at the moment"),
        422: _("Please check what you entered"),
    }


def _wants_problem(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/") or request.headers.get("HX-Request") == "true"


def _way_back(request: HttpRequest) -> str:
    """Where to go on afterwards: this page, or, since a form cannot be sent again, the page that the form was on."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return request.get_full_path()
    parts = urlsplit(came_from)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _send_to(request: HttpRequest, error: ParticipationError, url: str, **query: str) -> HttpResponse:
    target = f"{url}?{urlencode({name: value for name, value in query.items() if value})}"
    if request.headers.get("HX-Request") == "true":
        # A redirect would be followed unseen, and the sign-in page drawn into a corner of this one.
        response = page(request, error.status, code=error.code, detail=str(error))
        response.headers["HX-Redirect"] = target
        return response
    return redirect(target)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return page(request, 400, code="bad_request")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 403, code="not_allowed")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 404, code="not_found")


def too_large(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        413,
        code="too_large",
        detail=_("What you sent is larger than this site takes."),
        advice=_("Go back, choose a smaller file or shorten the text, and send it again."),
    )


def method_not_allowed(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """The page for a way of asking that an address does not know; which ones it knows stays in the Allow header."""
    response = page(
        request,
        405,
        code="method_not_allowed",
        detail=_("The address exists, and it is not made to be opened or sent to in this way."),
    )
    response.headers["Allow"] = refused.headers.get("Allow", "")
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from this site, or from a browser that keeps no cookies."""
    if reason == REASON_NO_CSRF_COOKIE:
        detail = _("Your browser did not send the cookie that protects this form. Please allow cookies of this site.")
    else:
        detail = _("This form was open for too long, or it did not come from this site. Nothing was changed.")
    return page(
        request, 403, code="csrf", detail=detail, advice=_("Go back, load the page anew and send the form once more.")
    )
