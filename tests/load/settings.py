"""Settings of the bench: those of the embedded default without debugging, with the bare views beside the site's."""

from participation.settings.dev import *  # noqa: F403

DEBUG = False
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "tests.load.urls"
# The limit is asked for, and nobody reaches it.
RATE_LIMITS = RATE_LIMITS | {"vote": "1000000000/60"}  # noqa: F405
LOGGING = {"version": 1, "disable_existing_loggers": False}
