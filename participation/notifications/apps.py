from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "participation.notifications"
    label = "notifications"
    verbose_name = _("Notices")

    def ready(self) -> None:
        from . import page  # noqa: F401  # brings the notices to each person's page
