"""Registers the room."""

from django.apps import AppConfig


class PartnershipConfig(AppConfig):
    """Partnerships and their people."""

    name = "lineofsight.foundation.partnership"
    label = "partnership"
