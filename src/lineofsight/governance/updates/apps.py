"""Registers the room."""

from django.apps import AppConfig


class UpdatesConfig(AppConfig):
    """Sub-groups’ updates."""

    name = "lineofsight.governance.updates"
    label = "updates"
