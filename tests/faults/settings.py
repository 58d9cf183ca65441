"""Settings under which processes are killed: those of the embedded default, with limits that nobody reaches."""

from participation.settings.dev import *  # noqa: F403

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
RATE_LIMITS = RATE_LIMITS | {"vote": "1000000000/60", "api": "1000000000/60"}  # noqa: F405
# What is tried here is the votes; why a server that was killed is away need not fill the screen.
LOGGING = {"version": 1, "disable_existing_loggers": True}
