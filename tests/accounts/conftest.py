"""What the tests of people share."""

import pytest
import time_machine
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.core import mail
from django.test import Client

from participation.accounts.form_guards import now_signed
from tests.accounts.fake_provider import FakeProvider


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Every one of these tests is about rows."""


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> FakeProvider:
    """Townpass, the outside sign-in of the test settings."""
    fake = FakeProvider()
    monkeypatch.setattr(DefaultSocialAccountAdapter, "get_requests_session", lambda self: fake)
    return fake


@pytest.fixture
def started() -> str:
    """The mark of a form that was shown a while ago."""
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False):
        return now_signed()


@pytest.fixture
def sign_up(client: Client, started: str):
    """Send the sign-up form, filled in well unless a field says otherwise."""

    def send(query: str = "", **fields: str):
        filled = {
            "email": "new@example.org",
            "password1": "a-long-enough-one",
            "public_name": "새별",
            "website": "",
            "started": started,
        }
        return client.post(f"/accounts/signup/{query}", filled | fields)

    return send


def link_in_last_mail() -> str:
    """The first address in the newest mail, without the host."""
    text = str(mail.outbox[-1].body)
    return next(word for word in text.split() if word.startswith("http")).split("8000", 1)[-1]
