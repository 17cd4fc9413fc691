"""Versions of frameworks and their use."""

from django.db import models

from lineofsight.foundation.partnership.models import Partnership


class FrameworkVersion(models.Model):
    """A framework as it was loaded: its canonical text and the hash of it. Never changed."""

    scope = "installation"

    code = models.SlugField(max_length=80)
    name = models.CharField(max_length=200)
    content_hash = models.CharField(max_length=64, unique=True)
    content = models.TextField()
    loaded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.content_hash[:8]})"


class Adoption(models.Model):
    """From which day a version counts in a partnership. What is under way keeps the version it began with."""

    scope = "partnership"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="adoptions")
    version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="adoptions")
    counts_from = models.DateField()
    adopted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-counts_from"]
        constraints = [models.UniqueConstraint(fields=["partnership", "counts_from"], name="one_adoption_from_a_day")]

    def __str__(self) -> str:
        return f"{self.partnership} uses {self.version} from {self.counts_from}"
