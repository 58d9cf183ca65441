from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResearchConfig(AppConfig):
    name = "participation.research"
    label = "research"
    verbose_name = _("Researcher’s desk")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import page  # noqa: F401  # offers the desk on the search's page
