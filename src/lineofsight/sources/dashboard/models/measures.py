"""What is measured, by which definition, from when."""

import uuid
from typing import Any, Self

from django.db import models

from lineofsight.foundation.partnership.models import Organisation, Partnership
from lineofsight.foundation.trail.models import Actor, Subject


class MeasureQuerySet(models.QuerySet[Any]):
    """Rows reached through their partnership."""

    def for_partnership(self, partnership: Partnership) -> Self:
        """Those of one partnership."""
        return self.filter(partnership=partnership)


class Measure(models.Model):
    """Something the partnership watches. What it means stands in its versions."""

    scope = "partnership"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="measures")
    code = models.SlugField(max_length=80)
    number = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Its place in the catalogue.")
    is_active = models.BooleanField(default=True)
    owner_organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    subject = models.ForeignKey(Subject, null=True, on_delete=models.PROTECT, related_name="+")

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ["number", "code"]
        constraints = [models.UniqueConstraint(fields=["partnership", "code"], name="one_measure_for_a_code")]

    def __str__(self) -> str:
        return self.code


class MeasureVersion(models.Model):
    """A definition from a day on; never changed. A new one makes a marked break on the chart."""

    scope = "partnership"

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    effective_from = models.DateField()
    name = models.CharField(max_length=200)
    question = models.TextField()
    owner_kind = models.CharField(max_length=40)
    data_source = models.CharField(max_length=200, blank=True)
    counts = models.CharField(max_length=120, help_text="What one unit of the numerator is: children, events, reviews.")
    numerator = models.TextField()
    denominator = models.TextField(blank=True)
    population = models.CharField(max_length=120, blank=True)
    unit = models.CharField(max_length=24)
    multiplier = models.PositiveIntegerField(default=1)
    decimals = models.PositiveSmallIntegerField(default=1)
    period_type = models.CharField(max_length=16)
    taken = models.CharField(
        max_length=12, help_text="flow, snapshot, rolling or year_to_date; the last two are not charted."
    )
    frequency = models.CharField(max_length=10)
    arrival_days = models.PositiveSmallIntegerField(default=0)
    direction = models.CharField(max_length=8, help_text="up, down or neutral; neutral is never coloured.")
    direction_reason = models.TextField()
    target = models.FloatField(null=True, blank=True)
    tolerance = models.FloatField(null=True, blank=True)
    target_reason = models.TextField(blank=True)
    comparators = models.TextField(blank=True, help_text="One a line: name, method, how often published.")
    breakdowns = models.CharField(max_length=300, blank=True, help_text="Codes, separated by spaces.")
    small_number_rule = models.CharField(max_length=60)
    known_limits = models.TextField(blank=True)
    family = models.CharField(max_length=10)
    roll_up = models.CharField(max_length=10)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True, help_text="Why the definition changed.")

    class Meta:
        ordering = ["measure", "number"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "number"], name="one_version_for_a_number"),
            models.UniqueConstraint(fields=["measure", "effective_from"], name="one_version_from_a_day"),
        ]

    def __str__(self) -> str:
        return self.name


class MeasureLink(models.Model):
    """What a measure is evidence for: an objective, a priority or an indicator of the framework, by its code."""

    scope = "partnership"

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=12)
    code = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["measure", "kind", "code"], name="one_link_to_each")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class DataQuality(models.Model):
    """How good one organisation's figures for a measure are; a new row for each judgement."""

    scope = "partnership"

    class Rating(models.TextChoices):
        GOOD = "good", "Good"
        FAIR = "fair", "Fair"
        POOR = "poor", "Poor"

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="quality")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    rating = models.CharField(max_length=4, choices=Rating.choices)
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.get_rating_display()
