"""An OpenID Connect provider without a network: it says of the bearer whatever the test has written into ``claims``."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client

ISSUER = "https://id.example.org"


class Answer:
    """As much of a requests.Response as allauth reads."""

    status_code = 200
    headers = {"content-type": "application/json"}

    def __init__(self, body: dict[str, Any]) -> None:
        self.body = body

    def json(self) -> dict[str, Any]:
        return self.body

    def raise_for_status(self) -> None:
        """Never anything to raise."""


class FakeProvider:
    """Stands in for the session with which allauth talks to a provider."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {"sub": "person-1", "email": "", "email_verified": False}

    def __enter__(self) -> "FakeProvider":
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to close."""

    def get(self, url: str, **_: Any) -> Answer:
        if url.endswith("/.well-known/openid-configuration"):
            names = ("authorization", "token", "userinfo")
            return Answer({"issuer": ISSUER, **{f"{name}_endpoint": f"{ISSUER}/{name}" for name in names}})
        return Answer(self.claims)

    def request(self, method: str, url: str, **_: Any) -> Answer:
        return Answer({"access_token": "token", "token_type": "Bearer"})

    def post(self, url: str, **options: Any) -> Answer:
        return self.request("POST", url, **options)

    def visit(self, client: Client, *, process: str = "login", next_url: str = "") -> Any:
        """Press the provider's button, agree there, and come back; the answer is that of the return address."""
        address = f"/accounts/oidc/townpass/login/?process={process}&next={next_url}"
        started = client.post(address)
        assert started.status_code == 302, started.content.decode()[:500]
        asked = urlsplit(started["Location"])
        assert f"{asked.scheme}://{asked.netloc}" == ISSUER
        state = parse_qs(asked.query)["state"][0]
        return client.get("/accounts/oidc/townpass/login/callback/", {"code": "agreed", "state": state})
