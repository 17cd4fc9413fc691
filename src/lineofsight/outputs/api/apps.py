"""Registers the room."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The programming interface and its tokens."""

    name = "lineofsight.outputs.api"
    label = "api"
