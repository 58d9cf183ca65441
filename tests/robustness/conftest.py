"""One thing of each kind, ideas in the states that have forms of their own, and clients that change nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import translation

from participation.accounts import form_guards
from tests.architecture.world import world
from tests.factories import IdeaFactory
from tests.robustness.forms import everything

__all__ = ["world"]

PEOPLE = ["visitor", "mina", "suho", "hana"]


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Forms do not ask how long somebody took to fill them in."""
    monkeypatch.setattr(form_guards, "MINIMUM_SECONDS", -1)


@pytest.fixture
def further_pages(mina, transport, consultation) -> list[str]:
    """Addresses with forms that only later states of an idea have."""
    with translation.override("ko"):
        fields = {"author": mina, "consultation": consultation, "department": transport}
        accepted = IdeaFactory(accepted=True, **fields)
        done = IdeaFactory(done=True, **fields)
        hidden = IdeaFactory(hidden=True, **fields)
        return [f"/desk/ideas/{accepted.pk}/", done.get_absolute_url(), f"/moderation/idea/{hidden.pk}/"]


@pytest.fixture
def client_of(cast) -> Callable[[str], Client]:
    """A signed-in client; each call of it begins where the first began, whatever happened in between."""

    def make(person: str, **options: Any) -> Client:
        client = Client(raise_request_exception=False, **options)
        if person in cast:
            client.force_login(cast[person], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make


class Tried:
    """What came of a request, and which tables had more or fewer rows after it."""

    def __init__(self, response: Any, changed: dict[str, int]) -> None:
        self.response = response
        self.changed = changed

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def is_refused(self) -> bool:
        return 400 <= self.status < 500

    @property
    def is_broken(self) -> bool:
        return self.status >= 500


@pytest.fixture
def attempt(db) -> Callable[..., Tried]:
    """Send a request and take back what it did."""
    before: dict[str, int] = {}

    def send(client: Client, method: str, path: str, **options: Any) -> Tried:
        if not before:
            before.update(everything())
        cookies = client.cookies.output(header="", sep=";")
        with transaction.atomic():
            response = client.generic(method, path, **options)
            if response.streaming:
                response.getvalue()
            now = everything()
            transaction.set_rollback(True)
        client.cookies.clear()
        client.cookies.load(cookies)
        return Tried(response, {name: now[name] - before[name] for name in now if now[name] != before[name]})

    return send
