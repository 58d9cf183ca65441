"""Who may come in: visitors, sessions with their CSRF token, and tokens with their scopes."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from participation.accounts.models import ApiToken
from tests.api.conftest import API, ApiClient, is_problem
from tests.factories import PASSWORD

GOOD = {
    "title": "심야버스를 늘려 주세요",
    "body": "밤 11시가 지나면 집에 갈 버스가 없습니다.",
    "consultation": "night-bus",
}


def test_a_token_speaks_for_its_owner(as_mina, mina):
    me = as_mina.get("/me").json()
    assert (me["id"], me["name"], me["email"], me["capacity"]) == (mina.pk, "미나", "mina@example.org", "citizen")
    assert me["scopes"] == ["read", "write", "office"]


def test_a_session_speaks_for_its_person(session_of, suho):
    me = session_of(suho).get("/me").json()
    assert (me["id"], me["capacity"], me["department"], me["scopes"]) == (suho.pk, "official", "교통과", None)


def test_a_token_outdoes_a_session(session_of, mina, joon):
    _row, secret = ApiToken.issue(user=joon, name="x", scopes=["read"])
    assert session_of(mina).get("/me", Authorization=f"Bearer {secret}").json()["id"] == joon.pk


def test_visitors_have_no_self(visitor):
    is_problem(visitor.get("/me"), 401, "sign_in_needed")


@pytest.mark.parametrize("secret", ["nonsense", "", "a" * 5000, "mdg_버스", "mdg x"])
def test_a_bad_token_is_refused_even_where_visitors_may_read(db, secret):
    caller = ApiClient(Authorization=f"Bearer {secret}".encode().decode("latin-1"))
    answer = caller.get("/ideas")
    is_problem(answer, 401, "bad_token")
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    "change",
    [
        {"revoked_at": timezone.now()},
        {"expires_at": timezone.now() - timedelta(seconds=1)},
    ],
)
def test_a_token_that_ended_is_refused(as_mina, change):
    ApiToken.objects.update(**change)
    is_problem(as_mina.get("/me"), 401, "bad_token")


def test_the_token_of_a_closed_account_is_refused(as_mina, mina):
    mina.is_active = False
    mina.save()
    is_problem(as_mina.get("/me"), 401, "bad_token")


@pytest.mark.parametrize(
    ("scopes", "method", "path", "body", "allowed"),
    [
        (("read",), "GET", "/me", None, True),
        (("write",), "GET", "/me", None, True),
        (("office",), "GET", "/ideas", None, True),
        ((), "GET", "/ideas", None, False),
        (("read",), "POST", "/ideas", GOOD, False),
        (("read", "office"), "POST", "/ideas", GOOD, False),
        (("write",), "POST", "/ideas", GOOD, True),
        (("read",), "PUT", "/ideas/{idea}/vote", {"value": 1}, False),
        (("read",), "DELETE", "/ideas/{idea}/vote", None, False),
        (("read",), "PATCH", "/ideas/{idea}", {}, False),
        (("write",), "PUT", "/ideas/{idea}/vote", {"value": 1}, True),
        (("read", "write"), "POST", "/ideas/{idea}/hide", {"reason": "광고"}, False),
        (("office",), "POST", "/ideas/{idea}/hide", {"reason": "광고"}, True),
        (("read", "write"), "POST", "/ideas/{idea}/transition", {"to": "declined", "reason": "x"}, False),
        (("read", "write"), "POST", "/ideas/{idea}/answers", {"status": "", "reason": "x"}, False),
        (("read",), "POST", "/reports", {}, False),
        (("read",), "PUT", "/ideas/{idea}/follow", None, False),
    ],
)
def test_scopes_are_asked_by_each_operation(hana, idea, scopes, method, path, body, allowed):
    _row, secret = ApiToken.issue(user=hana, name="x", scopes=list(scopes))
    caller = ApiClient(Authorization=f"Bearer {secret}")
    answer = caller(method, path.format(idea=idea.pk), body)
    if allowed:
        assert answer.status_code in {200, 201}, answer.content
    else:
        problem = is_problem(answer, 403, "scope_needed")
        assert f'scope="{problem["scope"]}"' in answer.headers["WWW-Authenticate"]


def test_the_last_use_is_noted_at_most_once_a_minute(as_mina, time_machine):
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    as_mina.get("/me")
    time_machine.move_to(start + timedelta(seconds=30), tick=False)
    as_mina.get("/me")
    assert ApiToken.objects.get().last_used_at == start
    time_machine.move_to(start + timedelta(seconds=61), tick=False)
    as_mina.get("/me")
    assert ApiToken.objects.get().last_used_at == start + timedelta(seconds=61)


@pytest.fixture
def browser(mina):
    """Mina in a browser that signed in by the site's own form, with CSRF enforced."""
    browser = Client(enforce_csrf_checks=True)
    page = browser.get("/accounts/login/")
    assert page.status_code == 200
    browser.post(
        "/accounts/login/",
        {"login": mina.email, "password": PASSWORD, "csrfmiddlewaretoken": browser.cookies["csrftoken"].value},
    )
    return browser


def post(browser, path, body, **headers):
    return browser.post(API + path, body, content_type="application/json", headers=headers)


def test_a_session_changes_something_only_with_its_csrf_token(browser, idea, consultation):
    assert browser.get(f"{API}/me").status_code == 200
    is_problem(post(browser, "/ideas", GOOD), 403, "csrf_failed")
    is_problem(post(browser, "/ideas", GOOD, **{"X-CSRFToken": "a" * 64}), 403, "csrf_failed")
    is_problem(browser.put(f"{API}/ideas/{idea.pk}/follow"), 403, "csrf_failed")
    is_problem(browser.delete(f"{API}/ideas/{idea.pk}/vote"), 403, "csrf_failed")
    accepted = post(browser, "/ideas", GOOD, **{"X-CSRFToken": browser.cookies["csrftoken"].value})
    assert accepted.status_code == 201


def test_a_token_needs_no_csrf_token(mina, consultation):
    _row, secret = ApiToken.issue(user=mina, name="x", scopes=["write"])
    browser = Client(enforce_csrf_checks=True)
    assert post(browser, "/ideas", GOOD, Authorization=f"Bearer {secret}").status_code == 201


def test_officials_need_their_second_proof_here_too(settings, as_suho, as_hana, idea):
    settings.REQUIRE_OFFICIAL_2FA = True
    is_problem(as_hana.post(f"/ideas/{idea.pk}/hide", {"reason": "광고"}), 403, "two_factor_needed")
    assert as_suho.get("/me").status_code == 200


def test_too_many_requests_are_told_when_to_come_back(settings, as_mina, as_joon, visitor):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"api": "3/60"}
    settings.RATE_LIMITS_ENABLED = True
    for caller in (as_mina, as_joon, visitor):
        assert [caller.get("/topics").status_code for _ in range(3)] == [200] * 3
        refused = caller.get("/topics")
        is_problem(refused, 429, "too_many_requests")
        assert 0 < int(refused.headers["Retry-After"]) <= 60


def test_guessing_tokens_has_an_end(db, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"api": "3/60"}
    settings.RATE_LIMITS_ENABLED = True
    codes = [ApiClient(Authorization=f"Bearer guess{number}").get("/topics").status_code for number in range(5)]
    assert codes == [401, 401, 401, 429, 429]


def test_posting_has_a_limit_of_its_own(settings, as_mina, consultation):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"post": "1/600"}
    settings.RATE_LIMITS_ENABLED = True
    assert as_mina.post("/ideas", GOOD).status_code == 201
    is_problem(as_mina.post("/ideas", GOOD), 429, "too_many_requests")
