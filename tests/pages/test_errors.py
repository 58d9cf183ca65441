"""What people and programs get when something is refused."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from django.template import loader
from django.test import Client
from django.urls import reverse
from django.utils import translation

from participation.errors import (
    Invalid,
    NotAllowed,
    ReasonNeeded,
    SignInNeeded,
    StageClosed,
    TooManyRequests,
    VerificationNeeded,
)
from participation.pages import errors
from participation.pages.middleware import ErrorMiddleware

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_korean():
    """Whatever language the request of a test before this one left active."""
    with translation.override("ko"):
        yield


@pytest.fixture
def refuse(rf):
    """The answer to a request whose view refuses with this error."""

    def answer(error: Exception, path: str = "/ideas/?page=2", method: str = "get", **headers: str):
        request = getattr(rf, method)(path, headers=headers)
        request.user = AnonymousUser()
        return ErrorMiddleware(lambda _: HttpResponse()).process_exception(request, error)

    return answer


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (StageClosed(), 409),
        (NotAllowed(), 403),
        (Invalid(errors={"title": "너무 짧습니다."}), 422),
        (ReasonNeeded(), 422),
    ],
)
def test_a_refusal_is_a_page_with_its_status_and_its_words(refuse, error, status):
    response = refuse(error, method="post")
    assert response.status_code == status
    assert "<h1>" in response.content.decode()
    assert str(error) in response.content.decode()


def test_a_refused_field_is_named(refuse):
    assert "너무 짧습니다." in refuse(Invalid(errors={"title": "너무 짧습니다."})).content.decode()


def test_who_must_sign_in_is_sent_there_and_back(refuse):
    """S23"""
    assert refuse(SignInNeeded()).headers["Location"] == "/accounts/login/?next=%2Fideas%2F%3Fpage%3D2"


def test_after_a_form_the_way_back_is_the_page_that_it_was_on(refuse):
    response = refuse(SignInNeeded(), "/ideas/1/vote/", "post", Referer="http://testserver/ideas/1/a/?x=1")
    assert response.headers["Location"] == "/accounts/login/?next=%2Fideas%2F1%2Fa%2F%3Fx%3D1"


def test_the_way_back_never_leads_to_another_site(refuse):
    """S86"""
    response = refuse(SignInNeeded(), "/ideas/1/vote/", "post", Referer="https://evil.example/x")
    assert response.headers["Location"] == "/accounts/login/?next=%2Fideas%2F1%2Fvote%2F"


def test_who_must_verify_is_told_the_level_and_brought_back(refuse):
    """S28"""
    location = refuse(VerificationNeeded(level="verified")).headers["Location"]
    assert location == f"{reverse('accounts:verify')}?next=%2Fideas%2F%3Fpage%3D2&level=verified"


def test_a_script_is_told_where_to_sign_in_and_draws_nothing(refuse):
    response = refuse(SignInNeeded(), **{"HX-Request": "true", "HX-Current-URL": "http://testserver/ideas/7/"})
    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == "/accounts/login/?next=%2Fideas%2F%3Fpage%3D2"
    assert json.loads(response.content)["code"] == "sign_in_needed"


def test_a_script_gets_a_problem_document(refuse):
    response = refuse(StageClosed(), **{"HX-Request": "true"})
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = json.loads(response.content)
    assert (problem["status"], problem["code"], problem["detail"]) == (409, "stage_closed", str(StageClosed()))


def test_too_often_says_when_to_come_back(refuse):
    response = refuse(TooManyRequests(retry_after=42))
    assert (response.status_code, response.headers["Retry-After"]) == (429, "42")


def test_too_large_is_said(refuse):
    assert refuse(RequestDataTooBig()).status_code == 413


def test_the_api_makes_its_own_answers_and_accidents_are_not_hidden(refuse):
    assert refuse(StageClosed(), "/api/v1/ideas") is None
    assert refuse(ValueError()) is None


@pytest.mark.parametrize(
    "path", ["/nothing/", "/en/nothing/", "/consultations/nothing/", "/%ff/", "/ideas/99999999999/x/"]
)
def test_a_page_that_is_not_there_says_so(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert "<h1>" in response.content.decode()


def test_a_missing_page_speaks_the_reader_s_language(client):
    """S89"""
    english = client.get("/en/nothing/").content.decode()
    assert "This page is not here" in english
    assert 'href="/nothing/"' in english


def test_a_program_s_missing_page_is_a_problem_document(client):
    response = client.get("/api/no/such")
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"


def test_a_form_without_its_token_changes_nothing_and_says_why():
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x", "password": "y"})
    assert response.status_code == 403
    assert "쿠키" in response.content.decode()


@pytest.mark.parametrize(("handler", "status"), [(errors.bad_request, 400), (errors.permission_denied, 403)])
def test_bad_and_forbidden_requests_are_pages(rf, handler, status):
    request = rf.get("/")
    request.user = AnonymousUser()
    assert handler(request, Exception()).status_code == status


def test_an_accident_is_a_page_that_needs_nothing():
    page = loader.get_template("500.html").render()
    assert "잠시 문제가 생겼습니다" in page
    assert "Something went wrong" in page


def test_an_address_with_a_filter_that_does_not_exist_says_so_and_leads_to_the_list(client, db):
    response = client.get("/consultations/", {"topic": "no-such"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "그런 주제는 없습니다." in page
    assert 'href="/consultations/"' in page
    assert "표시된 칸" not in page, "there is no field to look at"
