"""Starts Django for commands that need the database."""

import os


def ready() -> None:
    """Set up Django once; SettingError (with what to do) when a setting is missing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lineofsight.config.settings")
    import django

    django.setup()
