"""Registers the room."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TrailConfig(AppConfig):
    """The trail."""

    name = "lineofsight.foundation.trail"
    label = "trail"

    def ready(self) -> None:
        """The product itself acts too (clocks, commands): its pseudonym is there in every database, emptied ones included."""
        post_migrate.connect(_make_system_actor, sender=self)


def _make_system_actor(**_: Any) -> None:
    from lineofsight.foundation.trail.changes import SYSTEM_ACTOR
    from lineofsight.foundation.trail.models import Actor

    Actor.objects.get_or_create(pk=SYSTEM_ACTOR, defaults={"name": "Line of Sight"})
