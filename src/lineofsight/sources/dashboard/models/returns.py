"""What a data return asks for, what was found in it, and recipes that a partnership made itself."""

from django.db import models
from django.db.models import Q

from lineofsight.cycle.requests.models import Request, Return
from lineofsight.foundation.partnership.models import Area, Organisation, Partnership
from lineofsight.foundation.trail.models import Actor
from lineofsight.sources.dashboard.models.measures import Measure
from lineofsight.sources.dashboard.rules import words


class RequestedMeasure(models.Model):
    """A measure that a request asks for, by area or for the whole."""

    scope = "partnership"

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="measures")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="+")
    by_area = models.BooleanField(default=False)
    splits = models.CharField(
        max_length=300, blank=True, help_text="Codes of breakdowns that are asked for, separated by spaces."
    )
    reason_code = models.CharField(max_length=40, blank=True, help_text="Why this one is not supplied.")
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "measure"], name="each_measure_asked_once")]

    def __str__(self) -> str:
        return f"{self.request}: {self.measure}"

    @property
    def parts_words(self) -> str:
        """By what else it is asked for: "for each district, by age and sex"; empty for the whole alone."""
        parts = (["for each district"] if self.by_area else []) + (
            [f"by {words.listed([words.plain(code) for code in self.splits.split()])}"] if self.splits else []
        )
        return ", ".join(parts)


class ReturnCell(models.Model):
    """One figure of a return before it is accepted: what was written, and what it was read as."""

    scope = "partnership"

    source = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="figures")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    breakdown = models.CharField(max_length=120, blank=True)
    period = models.DateField()
    written_numerator = models.CharField(max_length=60, blank=True)
    written_denominator = models.CharField(max_length=60, blank=True)
    numerator = models.FloatField(null=True)
    denominator = models.FloatField(null=True)
    value = models.FloatField(null=True)
    state = models.PositiveSmallIntegerField(default=0)
    sheet = models.CharField(max_length=60, blank=True)
    row = models.PositiveIntegerField(default=0)
    column = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "measure", "area", "breakdown", "period"], name="one_cell_for_each_figure"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.period}"


class ReturnIssue(models.Model):
    """What was found in a return: an error stops it, a warning needs a reason."""

    scope = "partnership"

    class Severity(models.TextChoices):
        ERROR = "error", "Error"
        WARNING = "warning", "Needs a reason"

    source = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="issues")
    severity = models.CharField(max_length=7, choices=Severity.choices)
    code = models.CharField(max_length=40)
    sheet = models.CharField(max_length=60, blank=True)
    row = models.PositiveIntegerField(default=0)
    column = models.CharField(max_length=12, blank=True)
    written = models.CharField(max_length=120, blank=True)
    message = models.TextField()
    figure = models.ForeignKey(ReturnCell, null=True, blank=True, on_delete=models.CASCADE, related_name="issues")
    reason_code = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["source", "severity"])]

    def __str__(self) -> str:
        return self.message


class OwnRecipe(models.Model):
    """A recipe made in the browser, remembered for the next file of the same kind."""

    scope = "partnership"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="recipes")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    text = models.TextField()
    fingerprint = models.CharField(
        max_length=64, blank=True, help_text="Of the headings, so that the next file is known."
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "name"], condition=Q(retired_at__isnull=True), name="one_recipe_for_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name
