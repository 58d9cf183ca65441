"""Signing in through Kakao, Naver, Google and Apple, with answers in the shapes that their documentation gives.

The services themselves are played: what is proved is that their documented answers make the right person here.
"""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import environ
import jwt
import pytest
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.test import Client

from participation.accounts.models import IdentityKey, IdentityLevel, User
from participation.settings.sign_in import social_apps, social_provider_settings
from tests.accounts.fake_provider import Answer

SIGNING = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def private_key() -> str:
    """A key such as an agency gets from Apple to sign its requests with."""
    key = ec.generate_private_key(ec.SECP256R1())
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


def id_token(**claims: Any) -> str:
    times = {"iat": 1_700_000_000, "exp": 4_000_000_000}
    return jwt.encode(times | claims, SIGNING, algorithm="RS256", headers={"kid": "key-1"})


KAKAO = {
    "id": 123456789,
    "connected_at": "2026-04-11T01:45:28Z",
    "properties": {"nickname": "춘식이"},
    "kakao_account": {
        "profile_nickname_needs_agreement": False,
        "profile": {"nickname": "춘식이", "is_default_image": True},
        "has_email": True,
        "email_needs_agreement": False,
        "is_email_valid": True,
        "is_email_verified": True,
        "email": "chunsik@example.org",
    },
}
NAVER = {
    "resultcode": "00",
    "message": "success",
    "response": {
        "id": "32742776",
        "nickname": "초록이",
        "name": "김초록",
        "email": "green@example.org",
        "gender": "F",
        "birthday": "10-01",
    },
}
GOOGLE = {
    "iss": "https://accounts.google.com",
    "aud": "client",
    "sub": "110169484474386276334",
    "email": "gina@example.org",
    "email_verified": True,
    "name": "Gina Real-Name",
}
APPLE = {
    "iss": "https://appleid.apple.com",
    "aud": "client",
    "sub": "000123.abc.0456",
    "email": "relay@privaterelay.appleid.com",
    "email_verified": "true",
}
# service: (its host, what it says of the person, the uid and the nickname that this means)
SERVICES: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "kakao": ("kauth.kakao.com", KAKAO, "123456789", "춘식이"),
    "naver": ("nid.naver.com", NAVER, "32742776", "초록이"),
    "google": ("accounts.google.com", GOOGLE, "110169484474386276334", ""),
    "apple": ("appleid.apple.com", APPLE, "000123.abc.0456", ""),
}


class Played:
    """Stands in for the sessions with which allauth talks to a service."""

    def __init__(self, service: str) -> None:
        self.service = service
        self.said = SERVICES[service][1]
        self.asked: list[dict[str, Any]] = []

    def __enter__(self) -> "Played":
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to close."""

    def get(self, url: str, **_: Any) -> Answer:
        return Answer(self.said)

    def request(self, method: str, url: str, **options: Any) -> Answer:
        self.asked.append(options.get("data") or options.get("params") or {})
        answer = {"access_token": "token", "token_type": "bearer", "expires_in": 3600}
        if self.service in {"google", "apple"}:
            answer["id_token"] = id_token(**self.said)
        return Answer(answer)

    def post(self, url: str, **options: Any) -> Answer:
        return self.request("POST", url, **options)


class Environment(environ.Env):
    ENVIRON = {
        **{f"{name}_CLIENT_ID": "client" for name in ("KAKAO", "NAVER", "GOOGLE", "APPLE")},
        **{f"{name}_CLIENT_SECRET": "secret" for name in ("KAKAO", "NAVER", "GOOGLE", "APPLE")},
        "APPLE_KEY": "TEAM",
        "APPLE_CERTIFICATE_KEY": private_key(),
    }


@pytest.fixture(params=list(SERVICES))
def service(request, settings, monkeypatch) -> Played:
    settings.SOCIALACCOUNT_PROVIDERS = social_provider_settings(Environment(), social_apps(Environment()))
    played = Played(request.param)
    monkeypatch.setattr(DefaultSocialAccountAdapter, "get_requests_session", lambda self: played)
    monkeypatch.setattr(jwtkit, "fetch_key", lambda *_: ("RS256", SIGNING.public_key()))
    return played


def visit(client: Client, service: Played, *, prefix: str = "", query: str = "") -> Any:
    """Press the button, agree at the service, and follow back to where it sends people."""
    started = client.post(f"{prefix}/accounts/{service.service}/login/{query}")
    assert started.status_code == 302, started.content.decode()[:400]
    address = urlsplit(started["Location"])
    assert address.netloc == SERVICES[service.service][0]
    asked = parse_qs(address.query)
    back = {"code": "agreed", "state": asked["state"][0]}
    path = urlsplit(asked["redirect_uri"][0]).path
    assert path == f"/accounts/{service.service}/login/callback/"
    if service.service == "apple":  # comes back as a form of another site, and goes on from there
        posted = client.post(path, back)
        return client.get(posted["Location"].removeprefix("http://testserver"))
    return client.get(path, back)


def join(client: Client, answer: Any, started: str, **fields: str) -> Any:
    filled = {"email": "new@example.org", "public_name": "새 이름", "started": started, "website": ""}
    return client.post(answer["Location"], filled | fields)


def test_a_newcomer_chooses_a_name_and_is_known_again(client, service, started):
    """S39: the same service account is the same person."""
    _host, _said, uid, nickname = SERVICES[service.service]
    answer = visit(client, service)
    form = client.get(answer["Location"]).context["form"]
    assert form.initial["public_name"] == nickname
    assert join(client, answer, started).status_code == 302
    user = User.objects.get(public_name="새 이름")
    assert SocialAccount.objects.get(user=user, provider=service.service).uid == uid
    assert user.identity_level == IdentityLevel.SOCIAL
    assert IdentityKey.objects.get(user=user).source == f"social:{service.service}"
    again = Client()
    visit(again, service)
    assert again.session["_auth_user_id"] == str(user.pk)


def test_the_real_name_is_not_offered(client, service):
    page = client.get(visit(client, service)["Location"]).content.decode()
    assert "김초록" not in page
    assert "Real-Name" not in page


def test_an_english_page_comes_back_to_the_registered_address_and_stays_english(client, service):
    """S89: one return address is registered with a service, whatever the language."""
    answer = visit(client, service, prefix="/en")
    assert answer["Location"] == "/en/accounts/3rdparty/signup/"
    page = client.get(answer["Location"])
    assert '<html lang="en"' in page.content.decode()


def test_a_foreign_way_back_is_refused(client, service, started):
    """S86"""
    answer = join(client, visit(client, service, query="?next=https://evil.example/"), started)
    assert "evil" not in answer["Location"]


def test_somebody_elses_address_is_not_taken_over(client, service, mina):
    """Even where the service says that the address is confirmed."""
    service.said = {**service.said, "email": mina.email}
    visit(client, service)
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.exists()


def test_no_without_a_word_of_the_service(client, service):
    started = client.post(f"/accounts/{service.service}/login/")
    state = parse_qs(urlsplit(started["Location"]).query)["state"][0]
    path = f"/accounts/{service.service}/login/callback/"
    refused = {"error": "access_denied", "state": state}
    if service.service == "apple":
        answer = client.get(client.post(path, refused)["Location"].removeprefix("http://testserver"), follow=True)
    else:
        answer = client.get(path, refused, follow=True)
    assert answer.status_code in {200, 401}
    assert "_auth_user_id" not in client.session


def test_the_buttons_are_offered_in_the_order_of_use(client, service):
    page = client.get("/accounts/login/").content.decode()
    places = [page.index(f"{name} 계정으로") for name in ("카카오", "네이버", "Google", "Apple")]
    assert places == sorted(places)


def test_what_has_no_key_in_the_environment_is_not_there():
    class Bare(environ.Env):
        ENVIRON: dict[str, str] = {"KAKAO_CLIENT_ID": "k"}

    assert social_apps(Bare()) == ["kakao"]
