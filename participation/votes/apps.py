from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VotesConfig(AppConfig):
    name = "participation.votes"
    label = "votes"
    verbose_name = _("Votes")

    def ready(self) -> None:
        from . import receivers  # noqa: F401  # connects the signals
