"""Registers the room."""

from django.apps import AppConfig


class AuditsConfig(AppConfig):
    """Section 11 audits."""

    name = "lineofsight.sources.audits"
    label = "audits"

    def ready(self) -> None:
        """Say how its things lead to others."""
        from lineofsight.sources.audits import sight

        sight.register_all()
