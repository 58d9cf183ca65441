"""All addresses of the platform, read from the URL configuration and from the API's operations."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import override

from participation.api.document import api

# Not walked, each with the reason why.
NOT_OURS = {
    "admin/": "Wagtail asks for its own permissions there; tests/pages looks at what we registered in it",
    "documents/": "Wagtail's, public by design: editors put documents there to be read",
    "api/": "read from the API's operations below, method by method; the rest are its two documents and its 404",
    "accounts/social/": "old spellings that allauth keeps as redirects to the ones below 3rdparty/",
}
METHODS = ("GET", "POST")
API_DOCUMENTS = {"api:docs": "api/v1/docs", "api:openapi": "api/v1/openapi.json"}


@dataclass(frozen=True)
class Address:
    """One method at one address; ``route`` still has its arguments in angle brackets."""

    method: str
    name: str
    route: str

    @property
    def key(self) -> str:
        return f"{self.method} {self.name}"

    @property
    def arguments(self) -> list[str]:
        return re.findall(r"<(?:\w+:)?(\w+)>", self.route)


def all_addresses() -> list[Address]:
    """Those in the site's own language, which stand without a prefix; the others repeat them."""
    with override(settings.LANGUAGE_CODE):
        walked = list(_walk(get_resolver()))
    pages = [
        Address(method, name, route)
        for name, route in walked
        if not route.startswith(tuple(NOT_OURS))
        for method in METHODS
    ]
    documents = [Address("GET", name, route) for name, route in API_DOCUMENTS.items()]
    return [*pages, *documents, *_operations()]


def _walk(resolver: URLResolver, prefix: str = "", namespace: str = "") -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        route = prefix + _route(pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, route, inner)
        else:
            yield f"{namespace}{pattern.name or route}", route


def _route(pattern: URLPattern | URLResolver) -> str:
    """The pattern as a route: named groups of regular expressions become arguments."""
    text = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", str(pattern.pattern))
    return text.replace("\\Z", "").strip("^$").replace("\\", "")


def _operations() -> Iterator[Address]:
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            route = "api/v1/" + "/".join(part.strip("/") for part in (prefix, path) if part.strip("/"))
            route = re.sub(r"{(?:\w+:)?(\w+)}", r"<\1>", route)
            for operation in view.operations:
                for method in operation.methods:
                    yield Address(method, f"/{route}", route)
