"""Registers the room."""

from django.apps import AppConfig


class UpdatesConfig(AppConfig):
    """Sub-groups’ updates."""

    name = "lineofsight.governance.updates"
    label = "updates"

    def ready(self) -> None:
        """Say how its things lead to others."""
        from lineofsight.governance.updates import sight

        sight.register_all()
