"""Requests made of the API's description and of the forms' own fields, right, wrong and mixed: none breaks the site."""

import json
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation.accounts.models import ApiToken
from tests.architecture.addresses import all_addresses
from tests.robustness.conftest import PEOPLE
from tests.robustness.forms import find_forms, pages
from tests.robustness.test_operations import is_problem, resolved, schema_of

pytestmark = pytest.mark.django_db

EXAMPLES = 250
SETTINGS = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
FORM = "application/x-www-form-urlencoded"
TEXTS = st.sampled_from(
    [
        "",
        " ",
        "버스",
        "버스 정류장에 의자를 더 놓아 주세요. 기다리는 사람이 많습니다.",
        "a" * 3000,
        "가" * 30_000,
        "0",
        "-1",
        "1",
        "9" * 40,
        "1e309",
        "NaN",
        "true",
        "null",
        "[]",
        "{}",
        "{title}",
        "%s %(a)s {0}",
        "\\",
        '"',
        "'",
        "a\0b",
        "\ufeff",
        "\u202e버스",
        "ㅁㅅ",
        "市長",
        "👩‍👩‍👧",
        "e\u0301",
        "\ud800",
        "<script>x</script>",
        "@suho",
        "q=버스&kind=idea",
        "종류:제안 -버스 OR",
        "기간:2024-13..x",
        '"',
        "(((((",
        "idea:1",
        "idea:0",
        "night-bus",
        "2026-02-30",
        "2026-11-26",
        "0001-01-01",
        "9999-12-31",
        "2026-11-26T09:00:00Z",
        "9999-12-31T23:59:59+14:00",
        "0001-01-01T00:00:00-14:00",
        "0" * 64,
        "MD-2026-0001",
        "accepted",
        "declined",
        "voting",
        "transport",
        "KRW",
    ]
) | st.text(max_size=30)
NUMBERS = st.sampled_from([-(2**63) - 1, -1, 0, 1, 2, 3, 5, 7, 100, 101, 2**31, 2**63, 10**30]) | st.integers()
ANYTHING = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


def of_schema(described: dict[str, Any], schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """What the description allows, and now and then what it does not."""
    schema = resolved(described, schema)
    if parts := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
        return st.one_of(*(of_schema(described, part) for part in parts))
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "const" in schema:
        return st.just(schema["const"])
    if schema.get("type") == "array":
        return st.lists(of_schema(described, schema.get("items", {})), max_size=4)
    if schema.get("type") == "object":
        return mixed(described, schema)
    plain = {"integer": NUMBERS, "number": NUMBERS | st.floats(), "boolean": st.booleans(), "null": st.none()}
    return plain.get(schema.get("type", ""), TEXTS)


def mixed(described: dict[str, Any], schema: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    fields = {
        name: of_schema(described, part) | of_schema(described, part) | ANYTHING
        for name, part in schema.get("properties", {}).items()
    }
    return st.fixed_dictionaries({}, optional=fields)


@pytest.fixture
def callers(client_of, cast, admin):
    """Somebody unknown, and people with tokens that may do all that they may."""
    found = {"visitor": client_of("visitor")}
    for name in ("joon", "mina", "suho", "hana", "admin"):
        found[name] = client_of("visitor")
        person = admin if name == "admin" else cast[name]
        _row, secret = ApiToken.issue(user=person, name="script", scopes=["read", "write", "office"])
        found[name].defaults["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    return found


def test_no_request_to_the_api_breaks_it(callers, world, attempt):
    described = callers["visitor"].get("/api/v1/openapi.json").json()
    operations = [each for each in all_addresses() if each.route.startswith("api/v1/") and each.name.startswith("/")]
    wrong = []

    @SETTINGS
    @given(data=st.data())
    def ask(data):
        operation = data.draw(st.sampled_from(operations))
        said = schema_of(described, operation)
        path = world.path(operation).partition("?")[0]
        if data.draw(st.integers(0, 9)) == 0:
            for argument in operation.arguments:
                path = "/" + operation.route.replace(f"<{argument}>", quote(data.draw(TEXTS), errors="surrogatepass"))
        query = {
            each["name"]: data.draw(of_schema(described, each["schema"]) | TEXTS)
            for each in said.get("parameters", [])
            if each["in"] == "query" and data.draw(st.booleans())
        }
        content = said.get("requestBody", {}).get("content", {}).get("application/json")
        body = (
            world.body(operation) | data.draw(mixed(described, resolved(described, content["schema"])))
            if content
            else {}
        )
        person = data.draw(st.sampled_from(list(callers)))
        asked = urlencode({name: str(value) for name, value in query.items()}, errors="surrogatepass")
        sent = json.dumps(body)
        tried = attempt(
            callers[person], operation.method, f"{path}?{asked}", data=sent, content_type="application/json"
        )
        if tried.is_broken or (tried.is_refused and (tried.changed or not is_problem(tried))):
            wrong.append((person, operation.key, path[:80], asked[:300], sent[:600], tried.status, tried.changed))

    ask()
    assert not wrong, "\n".join(map(str, wrong))


def test_no_way_of_filling_in_a_form_breaks_the_site(client_of, world, further_pages, attempt):
    clients = {person: client_of(person) for person in PEOPLE}
    forms = [form for person in PEOPLE for form in find_forms(clients[person], person, [*pages(world), *further_pages])]
    wrong = []

    @SETTINGS
    @given(data=st.data())
    def fill_in(data):
        form = data.draw(st.sampled_from(forms))
        values = dict(form.values)
        for field in form.fields:
            if data.draw(st.booleans()):
                values[field.name] = data.draw(st.lists(TEXTS | st.sampled_from(field.values or ("",)), max_size=3))
        sent = urlencode(values, doseq=True, errors="surrogatepass")
        tried = attempt(clients[form.person], "POST", form.action, data=sent, content_type=FORM)
        if tried.is_broken:
            wrong.append((str(form), sent[:600], tried.status))

    fill_in()
    assert not wrong, "\n".join(map(str, wrong))
