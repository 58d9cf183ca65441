"""The description of the API: for programs as OpenAPI, for people as a page without foreign scripts."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from participation.contributions.text import to_html
from participation.errors import ParticipationError

from .document import ABOUT, METHODS, openapi
from .edge import reader_language
from .replies import reply_bytes

Json = dict[str, Any]
Rows = list[list[str]]


@dataclass(frozen=True)
class Described:
    """One operation as the page shows it."""

    id: str
    method: str
    path: str
    text: str
    tables: list[tuple[str, Rows]]
    answer: str


@cache
def openapi_bytes() -> bytes:
    return orjson.dumps(openapi())


def openapi_document(request: HttpRequest) -> HttpResponse:
    return reply_bytes(request, openapi_bytes())


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Every operation, its fields and the problems it may answer, in one page."""
    described: Json = orjson.loads(openapi_bytes())
    schemas: Json = described["components"]["schemas"]
    with translation.override(reader_language(request)):
        response = render(
            request,
            "api/docs.html",
            {
                "about": SafeString(to_html(ABOUT)),  # our own words, through the sanitiser
                "groups": _groups(described),
                "schemas": [(name, fields) for name, schema in sorted(schemas.items()) if (fields := _fields(schema))],
                "problems": _problems(),
                "columns": [_("Name"), pgettext("of a field", "Type"), _("Needed"), _("Meaning")],
            },
        )
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _groups(described: Json) -> list[tuple[str, list[Described]]]:
    groups: dict[str, list[Described]] = {}
    schemas = described["components"]["schemas"]
    for path, operations in described["paths"].items():
        for method in METHODS:
            if operation := operations.get(method):
                groups.setdefault(operation["tags"][-1], []).append(_described(method, path, operation, schemas))
    return list(groups.items())


def _described(method: str, path: str, operation: Json, schemas: Json) -> Described:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    answers = [
        schema["$ref"].rpartition("/")[2]
        for status, answer in operation["responses"].items()
        if status != "default"
        and "$ref" in (schema := answer.get("content", {}).get("application/json", {}).get("schema", {}))
    ]
    name = f"{method.upper()} {path}"
    parameters = [
        [each["name"], _kind(each["schema"]), _needed(each.get("required", False)), each.get("description", "")]
        for each in operation["parameters"]
    ]
    tables = [
        (_("Parameters of %(operation)s") % {"operation": name}, parameters),
        (_("Body of %(operation)s") % {"operation": name}, _fields(_resolved(body, schemas)) if body else []),
    ]
    return Described(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        text=operation.get("description", ""),
        tables=[table for table in tables if table[1]],
        answer=answers[0] if answers else "",
    )


def _resolved(schema: Json, schemas: Json) -> Json:
    if "$ref" in schema:
        found: Json = schemas[schema["$ref"].rpartition("/")[2]]
        return found
    return schema


def _fields(schema: Json) -> Rows:
    needed = schema.get("required", [])
    return [
        [name, _kind(field), _needed(name in needed), field.get("description", "")]
        for name, field in schema.get("properties", {}).items()
    ]


def _needed(needed: bool) -> str:
    return _("yes") if needed else _("no")


def _kind(schema: Json) -> str:
    """What a field holds, in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " | ".join(_kind(each) for each in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(each) for each in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    kind = str(schema.get("type", ""))
    if kind == "array":
        return f"[{_kind(schema.get('items', {}))}]"
    bounds = f" {schema.get('minimum', '')}…{schema['maximum']}" if schema.get("maximum", 2**31) < 2**31 else ""
    return f"{schema.get('format', kind)}{bounds}"


def _problems() -> list[tuple[str, int, str]]:
    """The codes that a problem may carry, with what each means: one place on the page for each, whoever raises it."""
    said = sorted((kind.code, kind.status, str(kind.message)) for kind in _kinds_of(ParticipationError))
    return list({problem[0]: problem for problem in said}.values())


def _kinds_of(kind: type[ParticipationError]) -> Iterator[type[ParticipationError]]:
    yield kind
    for narrower in kind.__subclasses__():
        yield from _kinds_of(narrower)
