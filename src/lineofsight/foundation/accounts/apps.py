"""Registers the room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts."""

    name = "lineofsight.foundation.accounts"
    label = "accounts"
