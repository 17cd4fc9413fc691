"""Registers the room."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Pages across rooms."""

    name = "lineofsight.outputs.pages"
    label = "pages"
