from django.apps import AppConfig


class DemoConfig(AppConfig):
    """An invented city to look at: 햇살시, its people and what they said in the last months."""

    name = "participation.demo"
    label = "demo"
