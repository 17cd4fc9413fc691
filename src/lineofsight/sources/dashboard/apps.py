"""Registers the room."""

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    """Measures and figures."""

    name = "lineofsight.sources.dashboard"
    label = "dashboard"

    def ready(self) -> None:
        """Say how its things lead to others."""
        from lineofsight.sources.dashboard import sight

        sight.register_all()
