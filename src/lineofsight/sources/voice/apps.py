"""Registers the room."""

from django.apps import AppConfig


class VoiceConfig(AppConfig):
    """What children and families told us."""

    name = "lineofsight.sources.voice"
    label = "voice"

    def ready(self) -> None:
        """Say how its things lead to others."""
        from lineofsight.sources.voice import sight

        sight.register_all()
