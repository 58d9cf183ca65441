"""Signing in through SAML, end to end against an identity provider of our own: its key is made here."""

import base64
import zlib
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from django.test import Client
from django.utils import timezone
from lxml import etree  # type: ignore[import-untyped]  # has no stubs
from onelogin.saml2.utils import OneLogin_Saml2_Utils as Saml  # type: ignore[import-untyped]  # has no stubs

from participation.accounts.models import IdentityLevel, User
from participation.settings.sign_in import _saml_app
from tests.accounts.conftest import link_in_last_mail

ISSUER = "https://idp.example.org/metadata"
SSO = "https://idp.example.org/sso"
ACS = "http://city.example.org/accounts/saml/city/acs/"
AUDIENCE = "http://city.example.org/accounts/saml/city/metadata/"


class Idp:
    """A government's sign-in: it answers the request that a browser brings, signed with its key."""

    def __init__(self) -> None:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        form = serialization.PrivateFormat.TraditionalOpenSSL
        self.key = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp")])
        now = datetime.now(UTC)
        made = x509.CertificateBuilder(
            name, name, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=9)
        )
        self.certificate = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()

    def answer(self, location: str, *, uid: str = "person-7", issuer: str = ISSUER, signed: bool = True) -> str:
        """The response to the request in this redirect, as the browser posts it."""
        packed = base64.b64decode(parse_qs(urlsplit(location).query)["SAMLRequest"][0])
        request = etree.fromstring(zlib.decompress(packed, -15))
        xml = response_to(request.get("ID"), uid=uid, issuer=issuer)
        if signed:
            xml = Saml.add_sign(xml, self.key, self.certificate)
        return base64.b64encode(xml.encode() if isinstance(xml, str) else xml).decode()


def response_to(asked: str, *, uid: str, issuer: str) -> str:
    now = timezone.now()
    moment, soon = (f"{each:%Y-%m-%dT%H:%M:%SZ}" for each in (now, now + timedelta(minutes=5)))
    return (
        '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"'
        ' xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_r1" Version="2.0"'
        f' IssueInstant="{moment}" Destination="{ACS}" InResponseTo="{asked}"><saml:Issuer>{issuer}</saml:Issuer>'
        '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>'
        f'<saml:Assertion ID="_a1" Version="2.0" IssueInstant="{moment}"><saml:Issuer>{issuer}</saml:Issuer>'
        f'<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">{uid}</saml:NameID>'
        '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData'
        f' NotOnOrAfter="{soon}" Recipient="{ACS}" InResponseTo="{asked}"/></saml:SubjectConfirmation></saml:Subject>'
        f'<saml:Conditions NotBefore="{moment}" NotOnOrAfter="{soon}"><saml:AudienceRestriction>'
        f"<saml:Audience>{AUDIENCE}</saml:Audience></saml:AudienceRestriction></saml:Conditions>"
        f'<saml:AuthnStatement AuthnInstant="{moment}" SessionIndex="_s1"><saml:AuthnContext>'
        "<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext>"
        '</saml:AuthnStatement><saml:AttributeStatement><saml:Attribute Name="uid"><saml:AttributeValue>'
        f'{uid}</saml:AttributeValue></saml:Attribute><saml:Attribute Name="email"><saml:AttributeValue>'
        "worker@example.org</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion>"
        "</samlp:Response>"
    )


def browser() -> Client:
    """Says which host it asks, as browsers do."""
    return Client(headers={"host": "city.example.org"})


@pytest.fixture
def client() -> Client:
    return browser()


@pytest.fixture(scope="module")
def idp() -> Idp:
    return Idp()


@pytest.fixture(autouse=True)
def switched_on(settings, idp: Idp) -> None:
    mapping = {"uid": ["uid"], "email": ["email"]}
    server = {"entity_id": ISSUER, "sso_url": SSO, "x509cert": idp.certificate}
    named = {"provider_id": "city", "name": "행정망", "settings": {"idp": server, "attribute_mapping": mapping}}
    settings.SOCIALACCOUNT_PROVIDERS = {"saml": {"APPS": [_saml_app(named)]}}


def leave(client: Client, prefix: str = "", query: str = "") -> str:
    started = client.post(f"{prefix}/accounts/saml/city/login/{query}")
    assert started["Location"].startswith(SSO)
    return started["Location"]


def come_back(client: Client, response: str) -> Any:
    posted = client.post("/accounts/saml/city/acs/", {"SAMLResponse": response})
    return client.get(posted["Location"])


def test_a_newcomer_is_believed_by_the_signature_and_chooses_a_name(client, idp, started):
    answer = come_back(client, idp.answer(leave(client)))
    assert answer["Location"] == "/accounts/3rdparty/signup/"
    filled = {"email": "worker@example.org", "public_name": "새 이름", "started": started, "website": ""}
    assert client.post(answer["Location"], filled).status_code == 302
    user = User.objects.get(public_name="새 이름")
    assert SocialAccount.objects.get(user=user).uid == "person-7"
    assert user.identity_level == IdentityLevel.SOCIAL
    # The provider's word is not enough for the address: it is confirmed as every other.
    client.post(link_in_last_mail())
    again = browser()
    come_back(again, idp.answer(leave(again)))
    assert again.session["_auth_user_id"] == str(user.pk)


def test_an_english_page_comes_back_to_the_registered_address(client, idp):
    """S89"""
    assert come_back(client, idp.answer(leave(client, "/en")))["Location"] == "/en/accounts/3rdparty/signup/"


@pytest.mark.parametrize("change", [{"signed": False}, {"issuer": "https://other.example.org"}])
def test_what_the_provider_did_not_sign_is_refused(client, idp, change):
    answer = come_back(client, idp.answer(leave(client), **change))
    assert answer.status_code == 401
    assert "_auth_user_id" not in client.session


def test_a_strangers_signature_is_refused(client, idp):
    assert come_back(client, Idp().answer(leave(client))).status_code == 401


def test_an_answer_to_the_request_of_another_browser_is_refused(client, idp):
    response = idp.answer(leave(client))
    assert come_back(browser(), response).status_code in {401, 403}


def test_an_answer_counts_once(client, idp):
    response = idp.answer(leave(client))
    come_back(client, response)
    assert come_back(client, response).status_code in {401, 403}


def test_a_foreign_way_back_is_refused(client, idp, mina):
    """S86"""
    SocialAccount.objects.create(user=mina, provider="city", uid="person-7")
    answer = come_back(client, idp.answer(leave(client, query="?next=https://evil.example/")))
    assert client.session["_auth_user_id"] == str(mina.pk)
    assert "evil" not in answer["Location"]
