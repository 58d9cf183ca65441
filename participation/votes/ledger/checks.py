"""Settings that a public ledger asks for."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.security, deploy=True)
def check_key(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """A key that is made where the worker runs is gone with its disk, and another signs from then on."""
    if settings.LEDGER_KEY:
        return []
    return [
        Warning(
            f"LEDGER_KEY is empty: heads of the ledger are signed with a key kept in {settings.LEDGER_KEY_FILE}.",
            id="ledger.W001",
        )
    ]
