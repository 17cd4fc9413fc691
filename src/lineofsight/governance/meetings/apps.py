"""Registers the room."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Meetings of groups."""

    name = "lineofsight.governance.meetings"
    label = "meetings"

    def ready(self) -> None:
        """Say how its things lead to others."""
        from lineofsight.governance.meetings import sight

        sight.register_all()
