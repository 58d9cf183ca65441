from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PatternsConfig(AppConfig):
    """Which votes came in an unusual way; the count never changes for it."""

    name = "participation.votes.patterns"
    label = "patterns"
    verbose_name = _("Unusual votes")

    def ready(self) -> None:
        from . import receivers  # noqa: F401  # connects them
