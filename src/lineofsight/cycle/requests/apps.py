"""Registers the room."""

from django.apps import AppConfig


class RequestsConfig(AppConfig):
    """Requests and returns."""

    name = "lineofsight.cycle.requests"
    label = "requests"
