"""Registers the room."""

from django.apps import AppConfig


class EarlyWarningConfig(AppConfig):
    """Pages of early warnings."""

    name = "lineofsight.outputs.early_warning"
    label = "early_warning"
