"""What every template may ask of the site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def site(request: HttpRequest) -> dict[str, Any]:
    """Names and addresses for the frame of a page, the same page in the other languages, and its one true address."""
    language = get_language()
    path = request.get_full_path()
    prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
    return {
        "site": {
            "name": settings.SITE_NAME or _("Madang"),
            "tagline": _("See, say, decide, and hear the answer"),
            "base_url": settings.BASE_URL,
            "home_url": f"{prefix}/",
            "consultations_url": f"{prefix}/consultations/",
        },
        "alternates": [
            {"code": code, "name": name, "url": translate_url(path, code), "current": code == language}
            for code, name in (("ko", "한국어"), ("en", "English"))
        ],
        "canonical_url": settings.BASE_URL + request.path,
        "section": "",
    }
