"""What was found out, its themes, and who took up a strength."""

import uuid

from django.db import models
from django.db.models import Q

from lineofsight.cycle.products.models import Product
from lineofsight.foundation.partnership.models import Organisation, Partnership, ScopedQuerySet
from lineofsight.foundation.trail.models import Actor, Subject


class Finding(models.Model):
    """Something that was found out: a strength, a gap, an area for improvement, a warning, a risk or a concern."""

    scope = "partnership"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="findings")
    reference = models.CharField(max_length=20)
    kind = models.CharField(max_length=40, help_text="A code of the framework’s kinds of finding.")
    title = models.CharField(max_length=200)
    text = models.TextField()
    so_what = models.TextField(blank=True, help_text="What it means for children.")
    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.PROTECT, related_name="findings")
    source = models.ForeignKey(
        Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="findings",
        help_text="What else it was found in: a warning, an answer, a meeting, a measure, what a child said.",
    )  # fmt: skip
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="findings"
    )
    found_on = models.DateField()
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    closed_reason = models.TextField(blank=True)
    shared_at = models.DateTimeField(null=True, blank=True, help_text="When a strength was shared with the agencies.")
    may_read = models.CharField(max_length=40, default="see_findings", help_text="What reading it needs.")
    private_to = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="A scrutineer’s draft: nobody else reads it until it is issued.",
    )  # fmt: skip
    subject = models.OneToOneField(Subject, null=True, on_delete=models.PROTECT, related_name="finding")
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-found_on", "reference"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="one_finding_for_a_reference"),
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(closed_reason=""), name="a_closed_finding_has_its_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["partnership", "state", "-found_on"]),
            models.Index(fields=["partnership", "kind"]),
        ]

    def __str__(self) -> str:
        return self.title


class FindingTheme(models.Model):
    """A theme of the framework that a finding belongs to."""

    scope = "partnership"

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="themes")
    code = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["finding", "code"], name="one_theme_of_a_finding")]
        indexes = [models.Index(fields=["code"])]

    def __str__(self) -> str:
        return self.code


class StrengthAdoption(models.Model):
    """An organisation that took up a strength found elsewhere, since when, and with what effect."""

    scope = "partnership"

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="adoptions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    adopted_on = models.DateField()
    effect = models.TextField(blank=True, help_text="What is different since, and how one knows.")
    effect_on = models.DateField(null=True, blank=True, help_text="The day from which the effect is told.")
    at = models.DateTimeField()
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["adopted_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["finding", "organisation"], name="a_strength_adopted_once")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.finding}"


class ThemeRule(models.Model):
    """When a partnership calls a theme recurring: so many findings, from so many products or agencies, in so many months."""

    scope = "partnership"

    partnership = models.OneToOneField(Partnership, on_delete=models.PROTECT, related_name="theme_rule")
    findings = models.PositiveSmallIntegerField(default=3)
    places = models.PositiveSmallIntegerField(default=2, help_text="Different products or agencies.")
    months = models.PositiveSmallIntegerField(default=24)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(findings__gte=2, places__gte=1, months__gte=1), name="a_theme_recurs_when_found_twice"
            )
        ]

    def __str__(self) -> str:
        return f"Recurring themes in {self.partnership}"
