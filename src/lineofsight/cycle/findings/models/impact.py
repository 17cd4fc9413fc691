"""Whether it made a difference."""

import uuid

from django.db import models
from django.db.models import Q

from lineofsight.cycle.findings.models.recommendation import Recommendation
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.partnership.models import Partnership, Role, ScopedQuerySet
from lineofsight.foundation.trail.models import Actor, Subject


class ImpactCheck(models.Model):
    """A look, 3, 6 or 12 months on, at whether a recommendation made a difference against its baseline."""

    scope = "partnership"

    class Result(models.TextChoices):
        NONE = "", "Not checked yet"
        PASSED = "passed", "It made the difference"
        PARTLY = "partly", "It made some difference"
        NOT_PASSED = "not_passed", "No difference yet"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="impact_checks")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="impact_checks")
    after_months = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    measure = models.TextField(help_text="What is looked at: a measure, a re-audit, what children say.")
    measure_subject = models.ForeignKey(Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    baseline = models.TextField()
    baseline_on = models.DateField()
    target = models.TextField(blank=True)
    result = models.CharField(max_length=10, choices=Result.choices, blank=True, default="")
    found = models.TextField(blank=True, help_text="What it shows now, and for whom.")
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="+")
    checked_on = models.DateField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    checker = models.ForeignKey(
        Role, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Who looks; never the owner."
    )
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    subject = models.OneToOneField(Subject, null=True, on_delete=models.PROTECT, related_name="impact_check")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(after_months__in=[3, 6, 12]), name="impact_after_3_6_or_12_months"),
            models.CheckConstraint(
                condition=Q(result="") | Q(checked_by__isnull=False), name="an_impact_check_says_who_checked"
            ),
        ]
        indexes = [models.Index(fields=["partnership", "result", "due_on"])]

    def __str__(self) -> str:
        return f"{self.recommendation}, after {self.after_months} months"
