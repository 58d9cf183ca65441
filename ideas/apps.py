from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdeasConfig(AppConfig):
    name = "ideas"
    verbose_name = _("Ideas")

    def ready(self) -> None:
        from . import ledgered, receivers, watched  # noqa: F401  # registers with ledger and patterns, connects signals
        from .duties import desk, on_consultations
        from .merging import receivers as merging  # noqa: F401  # carried votes follow
        from .office.waiting import put_on_desk
        from .sections import put_on_pages

        put_on_pages()
        put_on_desk()
        desk.put_on_desk()
        on_consultations.put_on_consultations()
