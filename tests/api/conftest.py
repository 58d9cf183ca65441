"""A client that speaks JSON, as the person or the token that a test names."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from participation.accounts.models import ApiToken, User

API = "/api/v1"


class ApiClient:
    """Django's test client for one caller of the API."""

    def __init__(self, **headers: str) -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = headers

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        content = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
        return self.client.generic(
            method, API + path, content, content_type="application/json", headers={**self.headers, **headers}
        )

    def get(self, path: str, **headers: str) -> Any:
        return self("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self("POST", path, {} if body is None else body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Any:
        return self("PUT", path, body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Any:
        return self("DELETE", path, **headers)


@pytest.fixture
def visitor(db: None) -> ApiClient:
    return ApiClient()


@pytest.fixture
def token_for() -> Callable[..., ApiClient]:
    """A client with a token of this person; all scopes unless a test names them."""

    def make(user: User, *scopes: str) -> ApiClient:
        _row, secret = ApiToken.issue(user=user, name="script", scopes=list(scopes or ("read", "write", "office")))
        return ApiClient(Authorization=f"Bearer {secret}")

    return make


@pytest.fixture
def session_of() -> Callable[[User], ApiClient]:
    """A client with this person's session."""

    def make(user: User) -> ApiClient:
        caller = ApiClient()
        caller.client.force_login(user)
        return caller

    return make


@pytest.fixture
def as_mina(token_for: Callable[..., ApiClient], mina: User) -> ApiClient:
    return token_for(mina)


@pytest.fixture
def as_joon(token_for: Callable[..., ApiClient], joon: User) -> ApiClient:
    return token_for(joon)


@pytest.fixture
def as_suho(token_for: Callable[..., ApiClient], suho: User) -> ApiClient:
    return token_for(suho)


@pytest.fixture
def as_hana(token_for: Callable[..., ApiClient], hana: User) -> ApiClient:
    return token_for(hana)


def is_problem(response: Any, status: int, code: str) -> dict[str, Any]:
    """The problem document that the response must be."""
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert problem["status"] == status
    assert problem["code"] == code
    assert problem["type"]
    assert problem["title"]
    assert problem["detail"]
    assert all(set(error) == {"field", "message"} and error["message"] for error in problem["errors"])
    return problem


def fields(problem: dict[str, Any]) -> set[str]:
    return {error["field"] for error in problem["errors"]}
