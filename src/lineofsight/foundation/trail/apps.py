"""Registers the room."""

from django.apps import AppConfig


class TrailConfig(AppConfig):
    """The trail."""

    name = "lineofsight.foundation.trail"
    label = "trail"
