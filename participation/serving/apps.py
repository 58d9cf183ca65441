from django.apps import AppConfig


class ServingConfig(AppConfig):
    """The embedded server: pages and worker behind one command."""

    name = "participation.serving"
    label = "serving"

    def ready(self) -> None:
        from . import checks  # noqa: F401  # registers them
