"""Registers the room."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Serious incidents and reviews."""

    name = "lineofsight.sources.reviews"
    label = "reviews"
