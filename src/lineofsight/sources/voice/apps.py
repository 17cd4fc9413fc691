"""Registers the room."""

from django.apps import AppConfig


class VoiceConfig(AppConfig):
    """What children and families told us."""

    name = "lineofsight.sources.voice"
    label = "voice"
