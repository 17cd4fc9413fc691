"""Registers the room."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Meetings of groups."""

    name = "lineofsight.governance.meetings"
    label = "meetings"
