"""Every page that allauth brings wears our clothes, in both languages."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

ENTRANCE = ["login/", "signup/", "password/reset/", "password/reset/done/", "confirm-email/", "confirm-email/none/"]
ENTRANCE += ["inactive/", "3rdparty/login/cancelled/", "3rdparty/login/error/", "password/reset/key/done/"]
MANAGE = ["email/", "password/change/", "logout/", "reauthenticate/", "2fa/", "3rdparty/", "2fa/totp/activate/"]
MANAGE += ["2fa/webauthn/", "2fa/webauthn/add/"]
GUARDED = ["2fa/totp/deactivate/", "2fa/recovery-codes/", "2fa/recovery-codes/generate/", "2fa/reauthenticate/"]


def looks_like_ours(page: str, language: str) -> bool:
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    return (
        page.count("<h1") == 1
        and f'<html lang="{language}"' in page
        and 'class="site-header"' in page
        and "style=" not in main
        and ("<input" not in main or 'class="form"' in main or 'class="field' in main)
    )


@pytest.mark.parametrize(("prefix", "language"), [("", "ko"), ("/en", "en")])
@pytest.mark.parametrize("path", ENTRANCE)
def test_at_the_entrance(client, path, prefix, language):
    answer = client.get(f"{prefix}/accounts/{path}")
    assert answer.status_code in {200, 401}
    assert looks_like_ours(answer.content.decode(), language)


@pytest.fixture
def just_proved(client, mina):
    """Mina, who has given her password a moment ago."""
    client.force_login(mina)
    client.post("/accounts/reauthenticate/", {"password": "a-long-test-password"})
    return mina


@pytest.mark.parametrize(("prefix", "language"), [("", "ko"), ("/en", "en")])
@pytest.mark.parametrize("path", MANAGE)
def test_inside(client, just_proved, path, prefix, language):
    answer = client.get(f"{prefix}/accounts/{path}")
    assert answer.status_code == 200
    assert looks_like_ours(answer.content.decode(), language)


@pytest.mark.parametrize(("prefix", "language"), [("", "ko"), ("/en", "en")])
@pytest.mark.parametrize("path", GUARDED)
def test_with_a_second_proof(client, just_proved, path, prefix, language):
    TOTP.activate(just_proved, generate_totp_secret())
    RecoveryCodes.activate(just_proved)
    answer = client.get(f"{prefix}/accounts/{path}")
    assert answer.status_code == 200
    assert looks_like_ours(answer.content.decode(), language)


def test_the_second_proof_is_asked_for_at_sign_in(client, mina):
    TOTP.activate(mina, generate_totp_secret())
    answer = client.post("/accounts/login/", {"login": mina.email, "password": "a-long-test-password"})
    assert answer["Location"].startswith("/accounts/2fa/authenticate/")
    page = client.get(answer["Location"]).content.decode()
    assert looks_like_ours(page, "ko")
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 422
    assert "_auth_user_id" not in client.session


def test_a_page_of_the_library_keeps_the_name_of_the_site(client):
    assert (
        "testserver" not in client.get("/accounts/login/").content.decode().split("<header", 1)[1].split("</header>")[0]
    )
