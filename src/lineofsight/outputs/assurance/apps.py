"""Registers the room."""

from django.apps import AppConfig


class AssuranceConfig(AppConfig):
    """Pages of assurance."""

    name = "lineofsight.outputs.assurance"
    label = "assurance"
