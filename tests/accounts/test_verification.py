"""Proving who one is, and coming back to the vote."""

from collections.abc import Mapping

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory

from participation.accounts.checks import check_identity_secret, check_verifier
from participation.accounts.models import IdentityKey, IdentityLevel, User
from participation.accounts.verification import (
    MobileIdentityVerifier,
    ProviderClient,
    Started,
    VerificationFailed,
    verifier,
)
from participation.events.models import Event

HONG = {"name": "홍 길동", "born_on": "1990-01-01"}
CI = "C" * 88


class PlayedProvider:
    """Sends everybody to one address and knows one resident."""

    def open(self, *, return_url: str, state: str) -> Started:
        return Started(f"https://pass.example.org/?state={state}&return={return_url}", "token-1")

    def collect(self, *, token: str, answer: Mapping[str, str]) -> str:
        if token != "token-1" or answer.get("result") != "ok":
            raise VerificationFailed
        return CI


class PlayedVerifier(MobileIdentityVerifier):
    def client(self) -> ProviderClient:
        return PlayedProvider()


def test_the_page_names_the_level_that_is_needed_and_leads_back(client, mina):
    """S28"""
    client.force_login(mina)
    page = client.get("/accounts/me/identity/?level=3&next=/ideas/1/bus/").content.decode()
    assert "본인확인" in page
    assert 'name="next" value="/ideas/1/bus/"' in page
    answer = client.post("/accounts/me/identity/", HONG | {"next": "/ideas/1/bus/", "level": "3"})
    assert answer["Location"] == "/ideas/1/bus/"
    mina.refresh_from_db()
    assert mina.identity_level == IdentityLevel.VERIFIED


def test_it_never_leads_to_another_site(client, mina):
    """S28, S86"""
    client.force_login(mina)
    page = client.get("/accounts/me/identity/?level=3&next=https://evil.example/").content.decode()
    assert "evil.example" not in page.split("<main", 1)[1].split("</main>", 1)[0]
    answer = client.post("/accounts/me/identity/", HONG | {"next": "https://evil.example/"})
    assert answer["Location"] == "/accounts/me/identity/"


def test_bad_input_is_named_and_kept(client, mina):
    client.force_login(mina)
    answer = client.post("/accounts/me/identity/", {"name": "홍길동", "born_on": "2999-01-01"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="홍길동"' in page
    assert 'href="#id_born_on"' in page
    assert not IdentityKey.objects.exists()


def test_spaces_and_case_make_no_new_person(client, mina, joon):
    """S39"""
    for user, name in ((mina, "홍 길동"), (joon, "홍길동")):
        client.force_login(user)
        client.post("/accounts/me/identity/", {"name": name, "born_on": "1990-01-01"})
    assert User.objects.get(pk=joon.pk).voter_id == mina.pk


def test_neither_name_nor_birth_date_is_kept(client, mina):
    client.force_login(mina)
    client.post("/accounts/me/identity/", HONG)
    kept = str(list(IdentityKey.objects.values())) + str(list(Event.objects.values("payload")))
    assert "길동" not in kept
    assert "1990" not in kept
    assert "길동" not in str(dict(client.session))


def test_a_mobile_provider_is_visited_and_believed_once(client, mina, settings):
    settings.IDENTITY_VERIFIER = f"{__name__}.PlayedVerifier"
    client.force_login(mina)
    leaving = client.post("/accounts/me/identity/", {"next": "/ideas/"})
    away = leaving.context["url"]
    # A redirect would be held to the content policy's form-action, which knows no verifier.
    assert leaving.status_code == 200
    assert '<meta http-equiv="refresh"' in leaving.content.decode()
    assert away.startswith("https://pass.example.org/")
    state = away.split("state=")[1].split("&")[0]
    back = client.get("/accounts/me/identity/return/", {"state": state, "result": "ok"})
    assert back["Location"] == "/ideas/"
    mina.refresh_from_db()
    assert mina.identity_level == IdentityLevel.VERIFIED
    IdentityKey.objects.all().delete()
    client.get("/accounts/me/identity/return/", {"state": state, "result": "ok"})
    assert not IdentityKey.objects.exists()


@pytest.mark.parametrize("answer", [{"state": "forged", "result": "ok"}, {"result": "ok"}, {}])
def test_an_answer_of_another_session_is_refused(rf: RequestFactory, answer):
    request = rf.get("/", answer)
    request.session = {"identity_verification_state": {"state": "mine", "token": "token-1"}}  # type: ignore[assignment]
    with pytest.raises(VerificationFailed):
        PlayedVerifier().finish(request)


def test_the_development_verifier_is_refused_on_a_public_site(settings):
    settings.ALLOW_DEVELOPMENT_VERIFIER = False
    assert [message.id for message in check_verifier(None)] == ["accounts.E002"]
    with pytest.raises(ImproperlyConfigured):
        verifier()


def test_a_verifier_that_does_not_exist_is_named(settings):
    settings.IDENTITY_VERIFIER = "nowhere.Verifier"
    assert [message.id for message in check_verifier(None)] == ["accounts.E001"]


@pytest.mark.parametrize(("named", "services"), [("some.Verifier", []), ("", ["kakao"])])
def test_identity_keys_should_not_hang_on_the_secret_key(settings, named, services):
    """S39: links to outside services are keys, too."""
    settings.IDENTITY_VERIFIER, settings.SOCIAL_APPS = named, services
    settings.IDENTITY_KEY_SECRET = ""
    assert [message.id for message in check_identity_secret(None)] == ["accounts.W001"]
    settings.IDENTITY_KEY_SECRET = "kept apart"
    assert check_identity_secret(None) == []
