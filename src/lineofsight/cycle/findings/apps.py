"""Registers the room."""

from django.apps import AppConfig


class FindingsConfig(AppConfig):
    """From what was found to the difference that it made."""

    name = "lineofsight.cycle.findings"
    label = "findings"

    def ready(self) -> None:
        """Give the gates of products what they read from here."""
        from lineofsight.cycle.findings.gates import register_all

        register_all()
