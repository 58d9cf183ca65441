"""allauth's addresses, fitted in: refused forms answer 422 instead of 200, and pages keep our ``site``."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.urls import urlpatterns as allauth_urlpatterns
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver

View = Callable[..., HttpResponse]


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
                response.status_code = 422
        return response

    return answer


def _shows_errors(context: dict[str, Any]) -> bool:
    return any(getattr(value, "errors", None) for name, value in context.items() if name.endswith("form"))


def _wrapped(pattern: URLPattern | URLResolver) -> URLPattern | URLResolver:
    if isinstance(pattern, URLPattern):
        return URLPattern(pattern.pattern, fitted(pattern.callback), pattern.default_args, pattern.name)
    children = [_wrapped(child) for child in pattern.url_patterns]
    return URLResolver(pattern.pattern, children, pattern.default_kwargs, pattern.app_name, pattern.namespace)


urlpatterns = [_wrapped(pattern) for pattern in allauth_urlpatterns]
