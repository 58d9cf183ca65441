"""Whatever strangers send, nothing breaks: every answer is one that the API means."""

import json
import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.conftest import fields, is_problem

SETTINGS = settings(
    max_examples=60,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
SURPRISES = st.sampled_from(
    [
        "",
        " ",
        "0",
        "-1",
        "1",
        "true",
        "null",
        "NaN",
        "\x00",
        "\ufeff",
        "a" * 3000,
        "가" * 700,
        "'; DROP TABLE ideas; --",
        "%",
        "\\",
        "../../etc/passwd",
        "9" * 40,
        "1e309",
        "2026-13-45",
        "\u202e버스",
        "👩‍👩‍👧",
        "버스",
        "night-bus",
        "~",
        "=",
        "[]",
        "{{7*7}}",
    ]
)
VALUES = SURPRISES | st.text(max_size=40)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | VALUES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(
    [
        "limit",
        "cursor",
        "sort",
        "seed",
        "status",
        "stage",
        "topic",
        "place",
        "consultation",
        "board",
        "q",
        "kind",
        "author",
        "from",
        "to",
        "after",
        "title",
        "body",
        "gathered",
        "state",
    ]
)
LISTS = st.sampled_from(
    [
        "/ideas",
        "/ideas/similar",
        "/observations",
        "/consultations",
        "/topics",
        "/places",
        "/departments",
        "/search",
        "/events",
        "/ideas/{idea}/answers",
        "/ideas/{idea}/progress",
    ]
)
FIELDS = st.sampled_from(
    [
        "title",
        "body",
        "consultation",
        "topic",
        "place",
        "language",
        "observations",
        "value",
        "to",
        "reason",
        "status",
        "publish",
        "percent",
        "text",
        "was_done",
        "kind",
        "id",
        "spot",
        "note",
        "base_version",
    ]
)
CALLS = st.sampled_from(
    [
        ("POST", "/ideas"),
        ("PATCH", "/ideas/{idea}"),
        ("PUT", "/ideas/{idea}/vote"),
        ("POST", "/ideas/{idea}/transition"),
        ("POST", "/ideas/{idea}/answers"),
        ("POST", "/ideas/{idea}/progress"),
        ("PUT", "/ideas/{idea}/confirmation"),
        ("POST", "/observations"),
        ("POST", "/reports"),
        ("POST", "/ideas/{idea}/unhide"),
    ]
)


def is_meant(response):
    assert response.status_code < 500, response.content
    if response.status_code >= 400:
        problem = is_problem(response, response.status_code, response.json()["code"])
        assert problem["errors"] or response.status_code != 422


@SETTINGS
@given(path=LISTS, params=st.dictionaries(NAMES, VALUES, max_size=4))
def test_no_parameter_breaks_a_list(visitor, idea, observation, path, params):
    answer = visitor.client.get(f"/api/v1{path.format(idea=idea.pk)}", params)
    is_meant(answer)
    if answer.status_code == 200 and path != "/ideas/similar":
        assert set(answer.json()) >= {"items", "next", "count"}


@SETTINGS
@given(call=CALLS, body=st.dictionaries(FIELDS, JSON, max_size=5))
def test_no_body_breaks_an_operation(as_boss, idea, observation, call, body):
    method, path = call
    is_meant(as_boss(method, path.format(idea=idea.pk), body))


@SETTINGS
@given(body=st.binary(max_size=200))
def test_no_bytes_break_an_operation(as_boss, idea, body):
    is_meant(as_boss("POST", "/ideas", body))


@SETTINGS
@given(path=st.text(alphabet=string.printable + "버스\x00\x7f", max_size=60))
def test_no_address_breaks(visitor, path):
    answer = visitor.client.generic("GET", "/api/v1/ideas/" + path)
    is_meant(answer)


@SETTINGS
@given(
    key=st.text(alphabet=string.printable.strip() + "\u00e9", max_size=300),
    language=st.text(string.printable.strip(), max_size=60),
)
def test_no_header_breaks(as_boss, idea, key, language):
    headers = {"Idempotency-Key": key, "Accept-Language": language, "If-None-Match": key}
    is_meant(as_boss.post("/reports", {"kind": "idea", "id": idea.pk, "reason": "spam"}, **headers))
    is_meant(as_boss.get("/topics", **headers))


def test_depth_and_size_have_an_end(as_boss, consultation):
    nested = b"[" * 900 + b"]" * 900
    for field in ("title", "topic", "observations"):
        answer = as_boss("POST", "/ideas", b'{"body": "x", "title": "y", "' + field.encode() + b'": ' + nested + b"}")
        assert any(name.split(".")[0] == field for name in fields(is_problem(answer, 422, "invalid")))
    many = json.dumps({"title": "심야버스", "body": "x", "observations": list(range(1, 5000))}).encode()
    assert "observations" in fields(is_problem(as_boss("POST", "/ideas", many), 422, "invalid"))


@pytest.fixture
def as_boss(token_for, admin):
    """Whoever may do everything gets furthest into the code."""
    return token_for(admin)
