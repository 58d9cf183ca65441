"""The embedded default: one machine, no services, data under var/."""

from .base import *  # noqa: F403
from .base import VAR_DIR, env
from .secret import kept_secret

SECRET_KEY = env.str("SECRET_KEY", default="") or kept_secret(VAR_DIR / "secret_key")
IDENTITY_VERIFIER = env.str("IDENTITY_VERIFIER", default="participation.accounts.verification.DevelopmentVerifier")
ALLOW_DEVELOPMENT_VERIFIER = True
DEMO_ALLOWED = True
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
if not env.str("EMAIL_URL", default=""):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(VAR_DIR / "mail")
