"""Registers the room."""

from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    """Challenges between meetings, and escalations."""

    name = "lineofsight.governance.challenges"
    label = "challenges"
