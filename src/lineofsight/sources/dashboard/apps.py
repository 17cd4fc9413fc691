"""Registers the room."""

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    """Measures and figures."""

    name = "lineofsight.sources.dashboard"
    label = "dashboard"
