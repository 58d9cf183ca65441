"""Settings that do not go together."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.utils.module_loading import import_string


@register(Tags.security)
def check_verifier(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """A verifier must exist and, on a public site, be a real one."""
    path = settings.IDENTITY_VERIFIER
    if not path:
        return []
    try:
        verifier = import_string(path)
    except ImportError:
        return [Error(f"IDENTITY_VERIFIER names {path}, which cannot be imported.", id="accounts.E001")]
    if verifier.for_development and not settings.ALLOW_DEVELOPMENT_VERIFIER:
        return [Error("The development verifier believes everything and is not for a public site.", id="accounts.E002")]
    return []


@register(Tags.security, deploy=True)
def check_identity_secret(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """Identity keys are forever: they must survive a change of SECRET_KEY."""
    if (settings.IDENTITY_VERIFIER or settings.SOCIAL_APPS) and not settings.IDENTITY_KEY_SECRET:
        return [
            Warning(
                "IDENTITY_KEY_SECRET is empty: a new SECRET_KEY would make known people look like new ones.",
                id="accounts.W001",
            )
        ]
    return []
