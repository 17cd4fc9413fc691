"""Registers the room, and what the rooms below supply for the indicators."""

from django.apps import AppConfig


class LeadershipConfig(AppConfig):
    """What leaders see."""

    name = "lineofsight.outputs.leadership"
    label = "leadership"

    def ready(self) -> None:
        """Each query of a framework that the record of the rooms below can answer."""
        from lineofsight.outputs.leadership import evidence

        evidence.register_all()
