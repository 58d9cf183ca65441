from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChangesConfig(AppConfig):
    name = "ideas.changes"
    label = "changes"
    verbose_name = _("What changed because of you")

    def ready(self) -> None:
        from .sections import put_on_pages

        put_on_pages()
