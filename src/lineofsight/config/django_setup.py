"""Starts Django for commands that need the database."""

import os

from lineofsight.config import installation


def ready() -> None:
    """Set up Django once; SettingError (with what to do) when a setting is missing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lineofsight.config.settings")
    installation.use_secret_key(installation.state_folder())
    import django

    django.setup()
