"""Registers the room, and what it supplies for the indicators."""

from django.apps import AppConfig


class ScrutinyConfig(AppConfig):
    """Independent scrutiny."""

    name = "lineofsight.sources.scrutiny"
    label = "scrutiny"

    def ready(self) -> None:
        """The scrutineer's views are evidence."""
        from lineofsight.foundation.handbook.evidence import register
        from lineofsight.sources.scrutiny.evidence import VIEWS

        register("scrutineer-view", VIEWS)
