"""The content policy: from where a page may take scripts, styles, pictures and frames."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from participation.consultations.media import FRAME_HOSTS

# Chromium holds a form's redirects to form-action: signing in elsewhere begins with a form here.
SIGN_IN_HOSTS = {
    "kakao": ["https://kauth.kakao.com"],
    "naver": ["https://nid.naver.com"],
    "google": ["https://accounts.google.com"],
    "apple": ["https://appleid.apple.com"],
    # Their addresses are known only to the server that is asked.
    "openid_connect": ["https:"],
    "saml": ["https:"],
}


def _policy(**sources: list[str]) -> str:
    return "; ".join(f"{name.replace('_', '-')} {' '.join(values)}" for name, values in sources.items())


def _media_hosts() -> list[str]:
    """Where uploaded pictures are, when that is not the site itself."""
    storage: dict[str, Any] = settings.STORAGES["default"]
    options = storage.get("OPTIONS", {})
    if bucket := options.get("bucket_name"):
        endpoint = urlsplit(options.get("endpoint_url") or f"https://{bucket}.s3.amazonaws.com")
        return [f"{endpoint.scheme}://{endpoint.netloc}"]
    media = urlsplit(settings.MEDIA_URL)
    return [f"{media.scheme}://{media.netloc}"] if media.netloc else []


def _common() -> dict[str, list[str]]:
    sign_in = [host for provider in settings.SOCIAL_APPS for host in SIGN_IN_HOSTS.get(provider, ["https:"])]
    return {
        "default_src": ["'self'"],
        "img_src": ["'self'", "data:", *_media_hosts()],
        "media_src": ["'self'", *_media_hosts()],
        "object_src": ["'none'"],
        "base_uri": ["'none'"],
        "form_action": ["'self'", *dict.fromkeys(sign_in)],
        "frame_ancestors": ["'self'"],
        "frame_src": ["'self'", *FRAME_HOSTS],
    }


def public_policy() -> str:
    """Nothing inline, nothing from elsewhere but the players that a reader asked for."""
    return _policy(**_common(), script_src=["'self'"], style_src=["'self'"])


def admin_policy() -> str:
    """The same with what Wagtail's editor cannot do without: scripts and styles in the page, pictures in memory."""
    policy = _common()
    policy["img_src"] = [*policy["img_src"], "blob:"]
    return _policy(**policy, script_src=["'self'", "'unsafe-inline'"], style_src=["'self'", "'unsafe-inline'"])
