"""Signing in, and a person's own account."""

from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings

from participation.accounts.failed_proofs import count_failed_proof
from participation.accounts.models import ApiToken, IdentityLevel
from participation.contributions.actions import follow
from participation.events.outbox import deliver_due
from participation.notifications.stopping import stop_target_url

from .ideas import answered
from .table import SIGN_IN, Site, Visit, kind, plain

plain("me", "/accounts/me/", person="mina")
plain("notices-empty", "/accounts/me/notices/", person="mina")
plain("profile", "/accounts/me/profile/", person="mina")
plain("mails", "/accounts/me/notifications/", person="mina")
plain("identity", "/accounts/me/identity/", person="mina")
plain(
    "identity-with-errors",
    "/accounts/me/identity/",
    person="mina",
    press=("본인확인하기", "Verify my identity"),
    status=422,
)
plain("security", "/accounts/me/security/", person="mina")
plain("export", "/accounts/me/data/", person="mina")
plain("close", "/accounts/me/close/", person="mina")
plain(
    "close-with-errors",
    "/accounts/me/close/",
    person="mina",
    press=("완전히 탈퇴하기", "Close my account for good"),
    status=422,
)
plain("login", "/accounts/login/")
plain("login-with-errors", "/accounts/login/", press=SIGN_IN, status=422)
plain("signup", "/accounts/signup/")
plain("signup-with-errors", "/accounts/signup/", press=("가입", "Sign up"), status=422)
plain("reset", "/accounts/password/reset/")
plain("reset-with-errors", "/accounts/password/reset/", press=("링크 보내기", "Send the link"), status=422)
plain("reset-sent", "/accounts/password/reset/done/")
plain("reset-done", "/accounts/password/reset/key/done/")
plain("inactive", "/accounts/inactive/")
plain("service-cancelled", "/accounts/3rdparty/login/cancelled/")
plain("service-login", "/accounts/naver/login/")
plain("reset-too-old", "/accounts/password/reset/key/1-not-a-key/")
plain("confirm-mail-sent", "/accounts/confirm-email/")
plain("confirm-mail-too-old", "/accounts/confirm-email/not-a-key/")
plain("logout", "/accounts/logout/", person="mina")
plain("password-change", "/accounts/password/change/", person="mina")
plain("services", "/accounts/3rdparty/", person="mina")
plain("mfa", "/accounts/2fa/", person="mina")
plain("mfa-app", "/accounts/2fa/totp/activate/", person="mina")
plain("mfa-keys", "/accounts/2fa/webauthn/", person="mina")
plain("mfa-key-new", "/accounts/2fa/webauthn/add/", person="mina")
plain("reauthenticate", "/accounts/reauthenticate/", person="mina")


@kind("notices")
def notices(site: Site) -> Visit:
    answered(site)
    while deliver_due():
        pass
    return Visit("/accounts/me/notices/", site.joon)


@kind("identity-needed")
def identity_needed(site: Site) -> Visit:
    return Visit(f"/accounts/me/identity/?next=/ideas/&level={int(IdentityLevel.VERIFIED)}", site.joon)


@kind("identity-locked")
def identity_locked(site: Site) -> Visit:
    for _ in range(settings.IDENTITY_FAILURES):
        count_failed_proof(user=site.joon)
    return Visit("/accounts/me/identity/", site.joon)


@kind("recovery-codes")
def recovery_codes(site: Site) -> Visit:
    TOTP.activate(site.joon, generate_totp_secret())
    RecoveryCodes.activate(site.joon)
    return Visit("/accounts/2fa/", site.joon)


@kind("addresses")
def addresses(site: Site) -> Visit:
    EmailAddress.objects.create(user=site.joon, email="second@example.org")
    return Visit("/accounts/email/", site.joon)


@kind("tokens")
def tokens(site: Site) -> Visit:
    ApiToken.issue(user=site.mina, name="도서관 기계", scopes=["read"])
    return Visit("/accounts/me/tokens/", site.mina)


@kind("stop-mail")
def stop_mail(site: Site) -> Visit:
    found = site.idea()
    follow(user=site.joon, target=found)
    return Visit(urlsplit(stop_target_url(site.joon, found)).path)
