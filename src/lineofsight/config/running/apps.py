"""Registers the tables of running."""

from django.apps import AppConfig


class RunningConfig(AppConfig):
    """Workers and jobs."""

    name = "lineofsight.config.running"
    label = "running"
