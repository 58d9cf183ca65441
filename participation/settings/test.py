"""Settings of the test suite: quick hashing, mail in memory, no limits unless a test asks for them."""

from .base import *  # noqa: F403
from .base import DATABASES, INSTALLED_APPS, STORAGES

SECRET_KEY = "only-for-tests-" + "x" * 40
IDENTITY_VERIFIER = "participation.accounts.verification.DevelopmentVerifier"
ALLOW_DEVELOPMENT_VERIFIER = True
DEMO_ALLOWED = True
LEDGER_KEY = "b25seS1mb3ItdGVzdHMtb25seS1mb3ItdGVzdHMtISE"
# One outside sign-in, played by tests/accounts/fake_provider.py.
INSTALLED_APPS = [*INSTALLED_APPS, "allauth.socialaccount.providers.openid_connect"]
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "townpass",
                "name": "Townpass",
                "client_id": "madang",
                "secret": "secret",
                "settings": {"server_url": "https://id.example.org"},
            }
        ]
    }
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ALLOWED_HOSTS = ["*"]
RATE_LIMITS_ENABLED = False
ACCOUNT_RATE_LIMITS = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )
