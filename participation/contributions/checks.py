"""Settings that do not go together."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def check_translator(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """A translator is a server on the web."""
    url = settings.TRANSLATOR_URL
    parts = urlsplit(url)
    if url and (parts.scheme not in {"http", "https"} or not parts.netloc):
        return [
            Error("TRANSLATOR_URL must be an address that begins with http:// or https://.", id="contributions.E001")
        ]
    return []
