from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "participation.events"
    label = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        from . import receivers  # noqa: F401  # connects the signals of accounts

        autodiscover_modules("subscribers", "schedule", "checkups")
