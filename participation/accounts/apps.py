from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "participation.accounts"
    label = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from . import checks, receivers  # noqa: F401  # connects the checks and the signals

        autodiscover_modules("personal_data")
