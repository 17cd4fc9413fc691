"""Registers the room."""

from django.apps import AppConfig


class SpreadsheetsConfig(AppConfig):
    """In from spreadsheets, and out to them."""

    name = "lineofsight.cycle.spreadsheets"
    label = "spreadsheets"
