"""What comes from outside: national reviews, and single agencies’ own reviews."""

import uuid

from django.db import models

from lineofsight.cycle.findings.models import Recommendation
from lineofsight.cycle.products.models import Product
from lineofsight.foundation.partnership.models import Organisation, Partnership, ScopedQuerySet
from lineofsight.foundation.trail.models import Actor, Subject


class NationalReview(models.Model):
    """A national review, or another set of recommendations from outside, that asks for a local response."""

    scope = "partnership"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="national_reviews")
    title = models.CharField(max_length=200)
    published_by = models.CharField(max_length=200, help_text="As it calls itself; the national body may change.")
    published_on = models.DateField()
    url = models.URLField(max_length=500, blank=True)
    product = models.OneToOneField(
        Product, null=True, blank=True, on_delete=models.PROTECT, related_name="national_review"
    )
    subject = models.OneToOneField(Subject, null=True, on_delete=models.PROTECT, related_name="national_review")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-published_on"]
        constraints = [models.UniqueConstraint(fields=["partnership", "title"], name="one_national_review_of_a_title")]

    def __str__(self) -> str:
        return self.title


class NationalRecommendation(models.Model):
    """One recommendation of a national review, in its own words."""

    scope = "partnership"

    review = models.ForeignKey(NationalReview, on_delete=models.PROTECT, related_name="recommendations")
    number = models.PositiveSmallIntegerField()
    wording = models.TextField()
    local = models.ForeignKey(
        Recommendation, null=True, blank=True, on_delete=models.PROTECT, related_name="national",
        help_text="The partnership's own recommendation that answers it.",
    )  # fmt: skip

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["review", "number"], name="one_recommendation_of_a_number")]

    def __str__(self) -> str:
        return self.wording[:120]


class NationalResponse(models.Model):
    """Whether one applies to an agency, and what the agency says; never overwritten, the newest counts."""

    scope = "partnership"

    class Applies(models.TextChoices):
        YES = "yes", "Applies"
        PARTLY = "partly", "Applies in part"
        NO = "no", "Does not apply"

    recommendation = models.ForeignKey(NationalRecommendation, on_delete=models.PROTECT, related_name="responses")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    applies = models.CharField(max_length=6, choices=Applies.choices)
    response = models.TextField()
    at = models.DateTimeField()
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_applies_display()}"


class AgencyReview(models.Model):
    """What a single agency's own review of an incident adds to its product, for the sub-group."""

    scope = "partnership"

    class Process(models.TextChoices):
        PATIENT_SAFETY = "patient_safety", "NHS patient safety investigation"
        STANDARDS = "standards", "Police professional standards"
        SERIOUS_FURTHER = "serious_further", "Probation serious further offence review"
        OTHER = "other", "Another review of one agency"

    product = models.OneToOneField(Product, primary_key=True, on_delete=models.PROTECT, related_name="agency_review")
    process = models.CharField(max_length=16, choices=Process.choices)
    incident_on = models.DateField(null=True, blank=True)
    learning = models.TextField(blank=True)
    for_others = models.TextField(blank=True, help_text="What it means for other agencies.")

    def __str__(self) -> str:
        return str(self.product)
