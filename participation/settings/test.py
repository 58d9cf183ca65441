"""Settings of the test suite: quick hashing, mail in memory, no limits unless a test asks for them."""

import json

import environ

from .base import *  # noqa: F403
from .base import CACHES, DATABASES, INSTALLED_APPS, REDIS_URL, STORAGES
from .sign_in import OAUTH_PROVIDERS, social_apps, social_provider_settings

SECRET_KEY = "only-for-tests-" + "x" * 40
IDENTITY_VERIFIER = "participation.accounts.verification.DevelopmentVerifier"
ALLOW_DEVELOPMENT_VERIFIER = True
DEMO_ALLOWED = True
LEDGER_KEY = "b25seS1mb3ItdGVzdHMtb25seS1mb3ItdGVzdHMtISE"
# Every outside sign-in is installed; SAML is switched on by its own tests.
OUTSIDE = (*OAUTH_PROVIDERS, "openid_connect", "saml")
INSTALLED_APPS = [*INSTALLED_APPS, *(f"allauth.socialaccount.providers.{provider}" for provider in OUTSIDE)]


class Played(environ.Env):
    """What an agency would set: Townpass is played by tests/accounts/fake_provider.py, no other is ever asked."""

    ENVIRON = {
        **{f"{prefix}_CLIENT_ID": "madang" for prefix in OAUTH_PROVIDERS.values()},
        "OIDC_SERVERS": json.dumps(
            [
                {
                    "provider_id": "townpass",
                    "name": "Townpass",
                    "client_id": "madang",
                    "secret": "secret",
                    "server_url": "https://id.example.org",
                }
            ]
        ),
    }


SOCIALACCOUNT_PROVIDERS = social_provider_settings(Played(), social_apps(Played()))
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ALLOWED_HOSTS = ["*"]
OPEN_DATA_AT = ""
RATE_LIMITS_ENABLED = False
ACCOUNT_RATE_LIMITS = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )
if REDIS_URL:
    # A machine that is busy with the tests is no Redis that is away: counts must not begin anew.
    CACHES["default"]["OPTIONS"] = {"socket_connect_timeout": 30, "socket_timeout": 30}
