"""Registers the room."""

from django.apps import AppConfig


class ThemesConfig(AppConfig):
    """Pages of themes."""

    name = "lineofsight.outputs.themes"
    label = "themes"
