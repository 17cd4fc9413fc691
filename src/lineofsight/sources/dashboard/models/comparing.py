"""Whom a partnership compares itself with."""

from django.db import models

from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.trail.models import Actor


class Neighbours(models.Model):
    """A partnership's statistical neighbours: the councils most like its own, and which model says so."""

    scope = "partnership"

    partnership = models.OneToOneField(Partnership, on_delete=models.PROTECT, related_name="neighbours")
    codes = models.TextField(help_text="Official codes of areas, separated by spaces, the closest first.")
    source = models.CharField(max_length=200, help_text="Which model, of which year.")
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Neighbours of {self.partnership}"
