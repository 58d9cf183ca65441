"""Documents keep their address without a language; this gives it the reader's."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import is_language_prefix_patterns_used
from django.urls import get_script_prefix
from django.utils.translation import get_language


def in_reader_language(url: str) -> str:
    """The address of the same page in the language of the request; addresses of other sites stay as they are."""
    language = get_language()
    prefix = get_script_prefix()
    if not language or language == settings.LANGUAGE_CODE or not url.startswith(prefix) or url.startswith("//"):
        return url
    if not is_language_prefix_patterns_used(settings.ROOT_URLCONF)[0]:
        return url
    return f"{prefix}{language}/{url.removeprefix(prefix)}"
