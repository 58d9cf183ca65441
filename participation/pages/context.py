"""What every template may ask of the site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

# Each language by its own name: who looks for his language may not read the present one.
NAMES = {code: get_language_info(code)["name_local"] for code, _name in settings.LANGUAGES}


def prefix_of(language: str) -> str:
    """What addresses in this language begin with."""
    return "" if language == settings.LANGUAGE_CODE else f"/{language}"


def in_language(path: str, language: str, present: str) -> str:
    """The same address in another language. Words only: resolving each link of each page would cost too much."""
    prefix = prefix_of(present)
    bare = path[len(prefix) :] if prefix and path.startswith(f"{prefix}/") else path
    return prefix_of(language) + bare


def site(request: HttpRequest) -> dict[str, Any]:
    """Names and addresses for the frame of a page, the same page in the other languages, and its one true address."""
    language = get_language() or settings.LANGUAGE_CODE
    prefix = prefix_of(language)
    path = request.get_full_path()
    return {
        "site": {
            "name": settings.SITE_NAME or _("Madang"),
            "tagline": _("See, say, decide, and hear the answer"),
            "base_url": settings.BASE_URL,
            "home_url": f"{prefix}/",
            "consultations_url": f"{prefix}/consultations/",
        },
        "alternates": [
            {"code": code, "name": name, "url": in_language(path, code, language), "current": code == language}
            for code, name in NAMES.items()
        ],
        "canonical_url": settings.BASE_URL + request.path,
    }
