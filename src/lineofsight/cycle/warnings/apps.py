"""Registers the room."""

from django.apps import AppConfig


class WarningsConfig(AppConfig):
    """Early warnings."""

    name = "lineofsight.cycle.warnings"
    label = "warnings"

    def ready(self) -> None:
        """Say how its things lead to others."""
        from lineofsight.cycle.warnings import sight

        sight.register_all()
