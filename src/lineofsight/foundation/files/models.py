"""Files that people give as evidence or as returns."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q

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


class EvidenceQuerySet(models.QuerySet[Any]):
    """Rows reached through their partnership."""

    def for_partnership(self, partnership: Partnership) -> Self:
        """Those of one partnership."""
        return self.filter(partnership=partnership)

    def standing(self) -> Self:
        """Those that were not put away."""
        return self.filter(archived_at__isnull=True)


class Evidence(models.Model):
    """A file or a link that shows something about a subject. One stored file may be used for many subjects."""

    scope = "partnership"

    class Kind(models.TextChoices):
        FILE = "file", "File"
        LINK = "link", "Link"

    class Purpose(models.TextChoices):
        EVIDENCE = "evidence", "Evidence"
        PAPER = "paper", "Paper"
        PROOF = "proof", "Proof"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="evidence")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="evidence")
    purpose = models.CharField(max_length=8, choices=Purpose.choices, default=Purpose.EVIDENCE)
    kind = models.CharField(max_length=4, choices=Kind.choices)
    title = models.CharField(max_length=200)
    stored = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="uses")
    url = models.URLField(max_length=500, blank=True)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    evidence_date = models.DateField(
        null=True, blank=True, help_text="The day that it is evidence of, not of the upload."
    )
    period = models.CharField(max_length=120, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    marking = models.CharField(max_length=60, default="OFFICIAL-SENSITIVE")
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    archived_at = models.DateTimeField(null=True, blank=True)
    archived_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    archived_reason = models.CharField(max_length=300, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True, help_text="When what is said about it was last put right.")
    changed_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="file", stored__isnull=False, url="")
                | Q(kind="link", stored__isnull=True) & ~Q(url=""),
                name="evidence_is_a_file_or_a_link",
            )
        ]
        indexes = [models.Index(fields=["subject", "-added_at"]), models.Index(fields=["partnership", "expires_on"])]

    def __str__(self) -> str:
        return self.title
