from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResultsConfig(AppConfig):
    name = "ideas.results"
    label = "results"
    verbose_name = _("Results")

    def ready(self) -> None:
        from .sections import put_on_pages

        put_on_pages()
