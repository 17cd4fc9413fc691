"""Registers the room."""

from django.apps import AppConfig


class FindingsConfig(AppConfig):
    """From what was found to the difference that it made."""

    name = "lineofsight.cycle.findings"
    label = "findings"
