"""How a partnership's own papers look."""

from django.db import models

from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.trail.models import Actor


class PaperLook(models.Model):
    """The Word template and the logo of a partnership's papers."""

    scope = "partnership"

    partnership = models.OneToOneField(Partnership, on_delete=models.PROTECT, related_name="paper_look")
    word = models.FileField(upload_to="looks", max_length=200, blank=True)
    word_name = models.CharField(max_length=200, blank=True)
    logo = models.FileField(upload_to="looks", max_length=200, blank=True)
    logo_name = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"Papers of {self.partnership}"
