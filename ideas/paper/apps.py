from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaperConfig(AppConfig):
    name = "ideas.paper"
    label = "paper"
    verbose_name = _("On paper")

    def ready(self) -> None:
        from .sections import put_on_pages

        put_on_pages()
