"""Registers the room."""

from django.apps import AppConfig


class ProductsConfig(AppConfig):
    """Assurance products of every kind."""

    name = "lineofsight.cycle.products"
    label = "products"
