"""Registers the room."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Evidence files."""

    name = "lineofsight.foundation.files"
    label = "files"
