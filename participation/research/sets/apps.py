from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SetsConfig(AppConfig):
    name = "participation.research.sets"
    label = "sets"
    verbose_name = _("Kept searches")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import page  # noqa: F401  # puts the ways to keep a search on its page
