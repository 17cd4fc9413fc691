"""Registers the room."""

from django.apps import AppConfig


class AuditsConfig(AppConfig):
    """Section 11 audits."""

    name = "lineofsight.sources.audits"
    label = "audits"
