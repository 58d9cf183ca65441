"""Settings of the serving that cannot work."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

from participation.proxies import networks


@register(Tags.security)
def check_proxies(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """Proxies are named by address: a name would have to be looked up, and could be taken over."""
    try:
        networks(settings.TRUSTED_PROXIES)
    except ImproperlyConfigured as error:
        return [Error(str(error), hint="Write them like 10.0.0.5 or 10.0.0.0/8, with commas.", id="serving.E001")]
    return []
