"""Registers the room."""

from django.apps import AppConfig


class WarningsConfig(AppConfig):
    """Early warnings."""

    name = "lineofsight.cycle.warnings"
    label = "warnings"
