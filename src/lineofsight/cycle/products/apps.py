"""Registers the room."""

from django.apps import AppConfig


class ProductsConfig(AppConfig):
    """Assurance products of every kind."""

    name = "lineofsight.cycle.products"
    label = "products"

    def ready(self) -> None:
        """Say how its things lead to others, and which work goes over with a role."""
        from lineofsight.cycle.products import handed_over, sight

        sight.register_all()
        handed_over.register_all()
