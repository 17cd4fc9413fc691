"""Registers the room."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Messages and e-mail."""

    name = "lineofsight.foundation.notices"
    label = "notices"
