"""Settings of a public installation: every secret comes from the environment, and nothing is insecure by default."""

from .base import *  # noqa: F403
from .base import BASE_URL, env

SECRET_KEY = env.str("SECRET_KEY")
IDENTITY_VERIFIER = env.str("IDENTITY_VERIFIER", default="")
IDENTITY_KEY_SECRET = env.str("IDENTITY_KEY_SECRET", default="")
REQUIRE_OFFICIAL_2FA = env.bool("REQUIRE_OFFICIAL_2FA", default=True)
DEBUG = False
DEMO_ALLOWED = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[BASE_URL.split("://", 1)[-1].split(":")[0]])

# A proxy on this machine, as nginx beside the server, unless others are named.
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=["127.0.0.0/8", "::1"])
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
# Probes ask without TLS, from inside.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
