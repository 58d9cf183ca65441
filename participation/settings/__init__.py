"""Chooses the settings: production where SECRET_KEY is set, the embedded default otherwise."""

import os

if os.environ.get("SECRET_KEY") and os.environ.get("DEBUG", "") not in {"1", "true", "True", "on"}:
    from .production import *  # noqa: F403
else:
    from .dev import *  # noqa: F403
