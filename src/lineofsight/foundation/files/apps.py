"""Registers the room."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Evidence files."""

    name = "lineofsight.foundation.files"
    label = "files"

    def ready(self) -> None:
        """Say how its things lead to others."""
        from lineofsight.foundation.files import sight

        sight.register_all()
