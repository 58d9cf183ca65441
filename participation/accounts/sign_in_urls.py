"""allauth's addresses, with its refused forms answered as refused: 422 instead of 200."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.urls import urlpatterns as allauth_urlpatterns
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver

View = Callable[..., HttpResponse]


def refusing(view: View) -> View:
    """The same view; a page that shows a form's errors says so in its status."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method == "POST" and response.status_code == 200 and _shows_errors(response):
            response.status_code = 422
        return response

    return answer


def _shows_errors(response: HttpResponse) -> bool:
    if not isinstance(response, TemplateResponse):
        return False
    context = response.context_data or {}
    return any(getattr(value, "errors", None) for name, value in context.items() if name.endswith("form"))


def _wrapped(pattern: URLPattern | URLResolver) -> URLPattern | URLResolver:
    if isinstance(pattern, URLPattern):
        return URLPattern(pattern.pattern, refusing(pattern.callback), pattern.default_args, pattern.name)
    children = [_wrapped(child) for child in pattern.url_patterns]
    return URLResolver(pattern.pattern, children, pattern.default_kwargs, pattern.app_name, pattern.namespace)


urlpatterns = [_wrapped(pattern) for pattern in allauth_urlpatterns]
