"""Every operation of the API, read from its own description, asked badly: the field is named, nothing is stored."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from participation.accounts.models import ApiToken
from tests.architecture.addresses import all_addresses
from tests.factories import IdeaFactory, ObservationFactory

pytestmark = pytest.mark.django_db

PROBLEM = "application/problem+json"
JSON = "application/json"
HUGE = "a" * 1_000_000
# For each type of the description, what is not of that type or cannot be kept.
WRONG: dict[str, list[Any]] = {
    "string": [1, 1.5, True, [], {}, ["a"], "a\0b", HUGE],
    "integer": ["", "a", 1.5, [], {}, 10**30, -(10**30), HUGE],
    "boolean": ["perhaps", 7, [], {}, HUGE],
    "array": ["a", 1, {"a": 1}, [{}], [[]], ["a\0b"], [10**30], list(range(10_000))],
    "object": ["a", 1, []],
}
NO_NUMBERS = ["0", "-1", "1.5", "true", "99999999", "9" * 19, "9" * 40, "1%00", "%EF%BC%91", "1e3", "..", "null"]
PARAMETERS = [
    "",
    "\0",
    "-1",
    "1.5",
    "true",
    "9" * 40,
    "a" * 5_000,
    "\u202e",
    "👩‍👩‍👧",
    "버스",
    "[]",
    "~",
    "eyJ",
    "2026-13-45",
]
BROKEN = {
    "nested 10,000 deep": b'{"title":' * 10_000 + b"1" + b"}" * 10_000,
    "a list nested 10,000 deep": b"[" * 10_000 + b"]" * 10_000,
    "half": b'{"title": "a',
    "nothing": b"",
    "a list": b"[]",
    "a number": b"1",
    "null": b"null",
    "NaN": b'{"title": NaN}',
    "a lone surrogate": b'{"title": "\\ud800", "text": "\\udfff", "reason": "\\ud800"}',
    "bytes that are no UTF-8": b'{"title": "\xff\xfe"}',
    "three megabytes": b'{"title": "' + b"a" * 3_000_000 + b'"}',
    "a form": b"title=a&body=b",
}


@pytest.fixture
def boss(client_of, admin):
    """Whoever may do everything gets furthest into the code."""
    client = client_of("nobody")
    _row, secret = ApiToken.issue(user=admin, name="script", scopes=["read", "write", "office"])
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    return client


@pytest.fixture
def described(boss):
    return boss.get("/api/v1/openapi.json").json()


@pytest.fixture
def operations(world):
    return [each for each in all_addresses() if each.route.startswith("api/v1/") and each.name.startswith("/")]


def schema_of(described, address):
    """The description of the operation; its paths carry no names of their arguments here."""
    paths = {re.sub(r"{[^}]*}", "{}", path): described for path, described in described["paths"].items()}
    return paths["/" + re.sub(r"<[^>]*>", "{}", address.route)][address.method.lower()]


def resolved(described, schema):
    while "$ref" in schema:
        schema = described["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return schema


def types_of(described, schema) -> set[str]:
    schema = resolved(described, schema)
    parts = schema.get("anyOf") or schema.get("allOf") or schema.get("oneOf")
    if parts:
        return set().union(*(types_of(described, part) for part in parts))
    return {schema.get("type", "string")}


def wrong_values(types: set[str]) -> Iterator[Any]:
    """What fits none of the types that a field may have."""
    named = [kind for kind in types if kind != "null"]
    for value in WRONG[named[0]] if named else []:
        of_another = {
            "string": isinstance(value, str) and value != HUGE and "\0" not in value,
            "integer": isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**18,
        }
        if not any(of_another.get(kind) for kind in named[1:]):
            yield value


def names(problem: dict[str, Any]) -> set[str]:
    return {error["field"].split(".")[0] for error in problem["errors"]}


def is_problem(tried) -> bool:
    return (
        tried.is_refused and tried.response.headers["Content-Type"] == PROBLEM and bool(tried.response.json()["detail"])
    )


def test_every_field_refuses_what_it_cannot_be(boss, described, operations, world, attempt):
    wrong, tried_fields = [], 0
    for address in operations:
        content = schema_of(described, address).get("requestBody", {}).get("content", {})
        if JSON not in content:
            continue
        for name, schema in resolved(described, content[JSON]["schema"])["properties"].items():
            tried_fields += 1
            for value in wrong_values(types_of(described, schema)):
                body = json.dumps({**world.body(address), name: value})
                tried = attempt(boss, address.method, world.path(address), data=body, content_type=JSON)
                if not is_problem(tried) or tried.changed or name not in names(tried.response.json()):
                    wrong.append(
                        (address.key, name, repr(value)[:30], tried.status, tried.response.content[:200], tried.changed)
                    )
    assert tried_fields > 10
    assert not wrong, "\n".join(map(str, wrong))


def test_every_operation_refuses_a_body_that_cannot_be_read(boss, operations, world, attempt):
    wrong = []
    for address in operations:
        if not world.body(address):
            continue
        for kind, body in BROKEN.items():
            tried = attempt(boss, address.method, world.path(address), data=body, content_type=JSON)
            if not is_problem(tried) or tried.changed:
                wrong.append((address.key, kind, tried.status, tried.response.content[:100], tried.changed))
    assert not wrong, "\n".join(map(str, wrong))


def test_no_number_in_an_address_breaks_it(boss, operations, world, attempt):
    wrong = []
    for address in operations:
        if "<pk>" not in address.route:
            continue
        for number in NO_NUMBERS:
            path = "/" + address.route.replace("<pk>", number).replace("<answer_pk>", number)
            tried = attempt(boss, address.method, path, data=json.dumps(world.body(address)), content_type=JSON)
            if not is_problem(tried) or tried.changed:
                wrong.append((address.key, number, tried.status, tried.changed))
    assert not wrong, "\n".join(map(str, wrong))


def test_no_parameter_breaks_an_operation(boss, described, operations, world, attempt):
    wrong, asked = [], 0
    for address in operations:
        for parameter in schema_of(described, address).get("parameters", []):
            if parameter["in"] != "query":
                continue
            for value in PARAMETERS:
                asked += 1
                response = boss.get(world.path(address), {parameter["name"]: value})
                twice = boss.get(world.path(address), {parameter["name"]: [value, "1", value]})
                if response.status_code >= 500 or twice.status_code >= 500:
                    wrong.append((address.key, parameter["name"], value, response.status_code, twice.status_code))
    assert asked > 50
    assert not wrong, "\n".join(map(str, wrong))


def test_a_cursor_of_another_list_is_no_cursor(boss, world, consultation, mina):
    for _ in range(3):
        IdeaFactory(author=mina, consultation=consultation)
        ObservationFactory(author=mina, consultation=consultation)
    lists = ["/api/v1/ideas?sort=newest", "/api/v1/ideas?sort=popular", "/api/v1/observations"]
    cursors = {path: boss.get(f"{path}{'&' if '?' in path else '?'}limit=1").json()["next"] for path in lists}
    assert any(cursors.values())
    for own in lists:
        for other, cursor in cursors.items():
            if other == own or not cursor:
                continue
            joint = "&" if "?" in own else "?"
            answer = boss.get(f"{own}{joint}limit=1&cursor={cursor}")
            assert answer.status_code == 422, (own, other)
            assert names(answer.json()) == {"cursor"}
