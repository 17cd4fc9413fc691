"""Registers the room."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reports from the record."""

    name = "lineofsight.outputs.reports"
    label = "reports"

    def ready(self) -> None:
        """Say which blocks there are, and that a report belongs to what partners sign."""
        from lineofsight.outputs.reports import on_products, reading

        reading.register_all()
        on_products.register_all()
