"""Registers the room."""

from django.apps import AppConfig


class HandbookConfig(AppConfig):
    """The handbook."""

    name = "lineofsight.foundation.handbook"
    label = "handbook"
