from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "participation.desk"
    label = "desk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        from .placing import put_on_desk

        put_on_desk()
