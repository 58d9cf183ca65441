from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "participation.votes.ledger"
    label = "ledger"
    verbose_name = _("Ledger of votes")

    def ready(self) -> None:
        from . import checks  # noqa: F401  # connects the checks
