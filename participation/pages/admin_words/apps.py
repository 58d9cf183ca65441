from django.apps import AppConfig


class AdminWordsConfig(AppConfig):
    """Korean for Wagtail's admin. It stands after our own packages, so that it never changes a word of theirs."""

    name = "participation.pages.admin_words"
    label = "admin_words"
