"""Registers the room."""

from django.apps import AppConfig


class ProductsConfig(AppConfig):
    """Assurance products of every kind."""

    name = "lineofsight.cycle.products"
    label = "products"

    def ready(self) -> None:
        """Say how its things lead to others."""
        from lineofsight.cycle.products import sight

        sight.register_all()
