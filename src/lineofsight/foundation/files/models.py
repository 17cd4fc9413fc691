"""Files that people give as evidence or as returns."""

import uuid

from django.db import models

from lineofsight.foundation.partnership.models import Organisation, Partnership
from lineofsight.foundation.trail.models import Actor, Subject


class StoredFile(models.Model):
    """One file as it was given. Its bytes lie under the state folder by their hash; they are never changed."""

    scope = "partnership"

    class Scan(models.TextChoices):
        NOT_SCANNED = "not_scanned", "Not scanned"
        CLEAN = "clean", "No malware found"
        INFECTED = "infected", "Malware found"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="files")
    subject = models.ForeignKey(Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="files")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.FileField(upload_to="stored", max_length=200)
    marking = models.CharField(max_length=60, default="OFFICIAL")
    evidence_date = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    scan = models.CharField(max_length=12, choices=Scan.choices, default=Scan.NOT_SCANNED)
    scanned_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["partnership", "sha256"])]

    def __str__(self) -> str:
        return self.name
