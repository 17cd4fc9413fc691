"""Signed acts on charts, what is said beside them, and what was published."""

import uuid

from django.db import models
from django.db.models import Q

from lineofsight.cycle.warnings.models import Warning
from lineofsight.foundation.partnership.models import Area, Organisation, Partnership
from lineofsight.foundation.trail.models import Actor, Subject
from lineofsight.sources.dashboard.models.figures import Series
from lineofsight.sources.dashboard.models.measures import Measure


class Annotation(models.Model):
    """A note, a rebase or an exclusion: signed, dated, with its reason; withdrawn, never deleted."""

    scope = "partnership"

    class Kind(models.TextChoices):
        NOTE = "note", "Note"
        REBASE = "rebase", "New baseline from here"
        EXCLUSION = "exclusion", "Point left out of the limits"

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="annotations")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    period = models.DateField()
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["period", "at"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="an_annotation_has_its_reason")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.period}"


class Narrative(models.Model):
    """What the Business Team says of a measure: signed and dated; a new row for each saying."""

    scope = "partnership"

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="narratives")
    period = models.DateField()
    changed = models.TextField(blank=True)
    why = models.TextField(blank=True)
    so_what = models.TextField(blank=True, help_text="So what for children.")
    what_next = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=200)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.measure} {self.period}"


class Publication(models.Model):
    """A quarter as it was published: pages then show what was known at `known_at`, until a correction in the open."""

    scope = "partnership"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="publications")
    quarter_start = models.DateField()
    known_at = models.DateTimeField()
    headline = models.TextField(blank=True)
    answered = models.TextField(
        blank=True, help_text="What was not right when it was published, with the reason for each."
    )
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-quarter_start"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "quarter_start"], name="one_publication_of_a_quarter")
        ]

    def __str__(self) -> str:
        return f"{self.partnership} {self.quarter_start}"


class Correction(models.Model):
    """A correction of what was published: said in the open, never silently."""

    scope = "partnership"

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="corrections")
    known_at = models.DateTimeField()
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return self.text


class WarningSeries(models.Model):
    """The series behind a warning."""

    scope = "partnership"

    warning = models.ForeignKey(Warning, on_delete=models.CASCADE, related_name="+")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="warnings")
    period = models.DateField()
    value_then = models.FloatField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["warning", "series"], name="each_series_once_in_a_warning")]

    def __str__(self) -> str:
        return f"{self.warning}: {self.series}"
