"""Registers the room."""

from django.apps import AppConfig


class FindingsConfig(AppConfig):
    """From what was found to the difference that it made."""

    name = "lineofsight.cycle.findings"
    label = "findings"

    def ready(self) -> None:
        """Add to products what they show and read from here."""
        from lineofsight.cycle.findings import gates, handed_over, on_products, sight

        gates.register_all()
        on_products.register_all()
        sight.register_all()
        handed_over.register_all()
