"""allauth's addresses, fitted in: refused forms answer 422 or 429 instead of 200, and pages keep our ``site``.

An outside service sends people back to one address that was registered with it, so that address has no language in
front. The language in which somebody set out is kept and found again on the way back.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

import requests
from allauth.socialaccount.helpers import render_authentication_error
from allauth.urls import urlpatterns as allauth_urlpatterns
from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, translate_url
from django.utils.translation import get_language, override

from .adapters import is_local

View = Callable[..., HttpResponse]

# What allauth calls it, and the longest of its windows for signing in, in seconds.
TOO_OFTEN, LONGEST_WAIT = "too_many_login_attempts", 300
_LANGUAGE = "sign_in_language"
_SERVICES = ("kakao", "naver", "google", "apple", "openid_connect", "saml")
_LEAVING = {f"{service}_login" for service in _SERVICES}
_BACK = {f"{service}_callback" for service in _SERVICES} | {"apple_finish_callback", "saml_finish_acs"}


def fitted(view: View) -> View:
    """The same view; a page that shows a form's errors says so in its status."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if isinstance(response, TemplateResponse) and not response.is_rendered:
            context = response.context_data or {}
            # allauth calls the host by the name under which our pages know the whole site.
            context.pop("site", None)
            if request.method == "POST" and response.status_code == 200 and _shows_errors(context):
                response.status_code = 429 if _tells_of_a_limit(context) else 422
        if response.status_code == 429:
            response.headers.setdefault("Retry-After", str(LONGEST_WAIT))
        return response

    return answer


def leaving_without_language(view: View) -> View:
    """The same view; the address to come back to is the one without a language in front."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = get_language()
        if request.method != "POST" or language == settings.LANGUAGE_CODE:
            return view(request, *args, **kwargs)
        request.session[_LANGUAGE] = language
        with override(settings.LANGUAGE_CODE):
            return view(request, *args, **kwargs)

    return answer


def bearing_absence(view: View) -> View:
    """The same view; a service that cannot be reached gets the page that says so, as it does on the way back."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except requests.RequestException as away:
            page: HttpResponse = render_authentication_error(request, kwargs.get("provider_id"), exception=away)
            return page

    return answer


def back_in_language(view: View) -> View:
    """The same view; where it leads on to is in the language in which the person set out."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        language = request.session.get(_LANGUAGE)
        if language and isinstance(response, HttpResponseRedirect) and is_local(response.url, request):
            response["Location"] = translate_url(response.url, language)
            if response.url.startswith(f"/{language}/"):
                del request.session[_LANGUAGE]
        return response

    return answer


def _shows_errors(context: dict[str, Any]) -> bool:
    return any(getattr(value, "errors", None) for name, value in context.items() if name.endswith("form"))


def _tells_of_a_limit(context: dict[str, Any]) -> bool:
    form = context.get("form")
    if not isinstance(form, BaseForm):
        return False
    return any(error.code == TOO_OFTEN for errors in form.errors.as_data().values() for error in errors)


def _wrapped(pattern: URLPattern | URLResolver) -> URLPattern | URLResolver:
    if isinstance(pattern, URLPattern):
        view = fitted(pattern.callback)
        if pattern.name in _LEAVING:
            view = bearing_absence(leaving_without_language(view))
        elif pattern.name in _BACK:
            view = back_in_language(view)
        return URLPattern(pattern.pattern, view, pattern.default_args, pattern.name)
    children = [_wrapped(child) for child in pattern.url_patterns]
    return URLResolver(pattern.pattern, children, pattern.default_kwargs, pattern.app_name, pattern.namespace)


urlpatterns = [_wrapped(pattern) for pattern in allauth_urlpatterns]
