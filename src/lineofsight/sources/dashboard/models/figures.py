"""Figures: narrow rows in the millions, each with where it came from and when it was known."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from lineofsight.cycle.requests.models import Return
from lineofsight.foundation.partnership.models import Area, Organisation, Partnership
from lineofsight.sources.dashboard.models.measures import MeasureVersion


class SeriesQuerySet(models.QuerySet[Any]):
    """Rows reached through their partnership."""

    def for_partnership(self, partnership: Partnership) -> Self:
        """Those of one partnership."""
        return self.filter(partnership=partnership)


class Series(models.Model):
    """One measure (in one definition) of one organisation, area, breakdown and kind of period.

    No organisation: all that supply it together, or what a publisher says of the area.
    """

    scope = "partnership"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="series")
    version = models.ForeignKey(MeasureVersion, on_delete=models.PROTECT, related_name="series")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    breakdown = models.CharField(max_length=120, blank=True, help_text="kind=value, empty for everybody.")
    period_type = models.CharField(max_length=16, help_text="Yearly and monthly figures of one measure never mix.")
    is_derived = models.BooleanField(default=False, help_text="Rolled up from other series; can be rebuilt.")
    is_benchmark = models.BooleanField(default=False, help_text="Of an area that the partnership does not cover.")

    objects = SeriesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "version", "organisation", "area", "breakdown", "period_type"],
                condition=Q(organisation__isnull=False),
                name="one_series_of_an_organisation",
            ),
            models.UniqueConstraint(
                fields=["partnership", "version", "area", "breakdown", "period_type"],
                condition=Q(organisation__isnull=True),
                name="one_series_of_all_together",
            ),
        ]
        indexes = [models.Index(fields=["version", "area", "breakdown"])]

    def __str__(self) -> str:
        return f"{self.version_id}/{self.organisation_id}/{self.area_id}/{self.breakdown}"


class Cell(models.Model):
    """Where a figure came from: the return (and so the file, the person and the moment), the sheet, the row and the column."""

    scope = "partnership"

    source = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="cells")
    sheet = models.CharField(max_length=60, blank=True)
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=12)

    def __str__(self) -> str:
        return f"{self.sheet} {self.column}{self.row}".strip()


class Observation(models.Model):
    """One figure of one period. A restated one supersedes it: the old row gets its `known_to` and stays."""

    scope = "partnership"

    class State(models.IntegerChoices):
        VALUE = 0, "Value"
        SUPPRESSED = 1, "Hidden by the supplier: small number"
        MISSING = 2, "Not supplied"
        NOT_APPLICABLE = 3, "Does not apply"
        ESTIMATED = 4, "Estimated"
        PROVISIONAL = 5, "Provisional"
        WITHDRAWN = 6, "Withdrawn"
        LOW = 7, "Rounds to nothing but is not nothing"
        UNRELIABLE = 8, "Too unreliable to show"

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="observations")
    period = models.DateField(help_text="The first day of the period.")
    value = models.FloatField(null=True)
    numerator = models.FloatField(null=True)
    denominator = models.FloatField(null=True)
    state = models.PositiveSmallIntegerField(choices=State.choices, default=State.VALUE)
    known_from = models.DateTimeField()
    known_to = models.DateTimeField(null=True)
    cell = models.ForeignKey(Cell, null=True, on_delete=models.PROTECT, related_name="observations")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "period"], condition=Q(known_to__isnull=True), name="one_current_figure"
            ),
            models.CheckConstraint(
                condition=Q(known_to__isnull=True) | Q(known_to__gte=models.F("known_from")),
                name="known_to_after_known_from",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[0, 4, 5]) | Q(value__isnull=False), name="a_value_where_the_state_says_so"
            ),
        ]
        indexes = [
            models.Index(fields=["series", "period"], condition=Q(known_to__isnull=False), name="superseded_figures"),
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.value}"


class SeriesState(models.Model):
    """What a series showed in a period: derived from its observations, read by the summary, rebuilt at any time."""

    scope = "partnership"

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="states")
    period = models.DateField()
    value = models.FloatField(null=True)
    numerator = models.FloatField(null=True)
    denominator = models.FloatField(null=True)
    state = models.PositiveSmallIntegerField(choices=Observation.State.choices)
    points = models.PositiveSmallIntegerField(default=0)
    mean = models.FloatField(null=True)
    lower = models.FloatField(null=True)
    upper = models.FloatField(null=True)
    variation = models.CharField(max_length=20, blank=True)
    cause = models.CharField(max_length=20, blank=True)
    assurance = models.CharField(max_length=14, blank=True)
    is_trial = models.BooleanField(default=False)
    tier = models.CharField(max_length=8, blank=True)
    kind = models.CharField(max_length=10, blank=True, help_text="sustained or spike.")
    since = models.DateField(null=True)
    since_low = models.DateField(null=True)
    since_high = models.DateField(null=True)
    back_since = models.DateField(null=True, help_text="A changed level is back at the one before since then.")
    before = models.FloatField(null=True)
    after = models.FloatField(null=True)
    p_value = models.FloatField(null=True)
    p_miss_target = models.FloatField(null=True)
    months_to_target = models.FloatField(null=True)
    false_chance = models.FloatField(default=0, help_text="Chance that a steady series shows an alarm in this period.")
    sentence = models.TextField(blank=True)
    recent = models.TextField(blank=True, help_text="The last 24 values, for the sparkline; x where there is none.")
    rank = models.FloatField(default=0)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "period"], name="one_state_of_a_series_in_a_period")]
        indexes = [models.Index(fields=["tier"], condition=Q(tier__in=["alert", "priority"]), name="what_stands")]

    def __str__(self) -> str:
        return f"{self.series_id} {self.period}"

    @property
    def is_early(self) -> bool:
        """A first sign of a change, on too few figures to be watched in full."""
        return self.tier == "watch" and self.false_chance == 0.0
