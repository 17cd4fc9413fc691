"""Registers the room."""

from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    """Challenges between meetings, and escalations."""

    name = "lineofsight.governance.challenges"
    label = "challenges"

    def ready(self) -> None:
        """Say how its things lead to others."""
        from lineofsight.governance.challenges import sight

        sight.register_all()
