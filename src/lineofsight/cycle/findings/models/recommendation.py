"""What should be done, and where each one came from."""

import uuid

from django.db import models
from django.db.models import Q

from lineofsight.cycle.findings.models.finding import Finding
from lineofsight.cycle.products.models import Product
from lineofsight.foundation.partnership.models import Organisation, Partnership, Role, ScopedQuerySet
from lineofsight.foundation.trail.models import Actor, Subject


class Recommendation(models.Model):
    """What should be done. Its wording is fixed; the answer, the work and the difference made are added, never changed."""

    scope = "partnership"

    class State(models.TextChoices):
        PROPOSED = "proposed", "Waiting for an answer"
        ACCEPTED = "accepted", "Accepted"
        PARTLY = "partly", "Partly accepted"
        REJECTED = "rejected", "Rejected"
        DELIVERED = "delivered", "Delivered"
        EMBEDDED = "embedded", "Embedded"
        REOPENED = "reopened", "Reopened"
        MERGED = "merged", "Merged into another"

    class Answer(models.TextChoices):
        NONE = "", "No answer yet"
        ACCEPTED = "accepted", "Accepted"
        PARTLY = "partly", "Partly accepted"
        REJECTED = "rejected", "Rejected"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="recommendations")
    reference = models.CharField(max_length=20)
    wording = models.TextField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.PROPOSED)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="recommendations"
    )
    owner = models.ForeignKey(Role, null=True, blank=True, on_delete=models.PROTECT, related_name="recommendations")
    made_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    answer_due_on = models.DateField(null=True, blank=True, help_text="When it should be accepted or rejected.")
    expected_difference = models.TextField(
        blank=True, help_text="What should be different for children, and how we tell."
    )
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True, default="")
    answer_reason = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    delivered_at = models.DateTimeField(
        null=True, blank=True, help_text="When its last action was verified or dropped."
    )
    embedded_at = models.DateTimeField(null=True, blank=True)
    embedded_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_reason = models.TextField(blank=True)
    is_scrutiny = models.BooleanField(default=False, help_text="The Independent Scrutineer’s own.")
    satisfied_at = models.DateTimeField(
        null=True, blank=True, help_text="When the scrutineer was satisfied; for the scrutineer’s own alone."
    )
    satisfied_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    satisfied_note = models.TextField(blank=True)
    may_read = models.CharField(max_length=40, default="see_findings", help_text="What reading it needs.")
    private_to = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="A scrutineer’s draft: nobody else reads it until it is issued.",
    )  # fmt: skip
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    subject = models.OneToOneField(Subject, null=True, on_delete=models.PROTECT, related_name="recommendation")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-made_on", "reference"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="one_recommendation_for_a_reference"),
            models.CheckConstraint(
                condition=~Q(answer__in=["partly", "rejected"]) | ~Q(answer_reason=""),
                name="a_partial_or_negative_answer_has_its_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="merged") | Q(merged_into__isnull=False), name="a_merged_one_says_into_what"
            ),
            models.CheckConstraint(
                condition=Q(satisfied_at__isnull=True) | Q(is_scrutiny=True, satisfied_by__isnull=False),
                name="only_scrutiny_is_satisfied",
            ),
            models.CheckConstraint(
                condition=~Q(state="embedded") | Q(embedded_at__isnull=False, delivered_at__isnull=False),
                name="an_embedded_one_was_delivered",
            ),
            models.CheckConstraint(
                condition=~Q(state="reopened") | ~Q(reopened_reason=""), name="a_reopened_one_says_why"
            ),
        ]
        indexes = [models.Index(fields=["partnership", "state", "due_on"])]

    def __str__(self) -> str:
        return self.wording[:120]


class RecommendationSource(models.Model):
    """Where a recommendation came from; one may have many sources, and a merge loses none of them."""

    scope = "partnership"

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="sources")
    finding = models.ForeignKey(
        Finding, null=True, blank=True, on_delete=models.PROTECT, related_name="recommendation_sources"
    )
    product = models.ForeignKey(
        Product, null=True, blank=True, on_delete=models.PROTECT, related_name="recommendation_sources"
    )
    subject = models.ForeignKey(Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    merged_from = models.ForeignKey(
        Recommendation, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="The recommendation that brought this source along when it was merged.",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(finding__isnull=False) | Q(product__isnull=False) | Q(subject__isnull=False),
                name="a_source_says_what_it_is",
            )
        ]

    def __str__(self) -> str:
        return str(self.finding or self.product or self.subject)


class NotTheSame(models.Model):
    """Two recommendations that look alike and that somebody said are not the same: they are not suggested again."""

    scope = "partnership"

    first = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="two_are_told_apart_once")]

    def __str__(self) -> str:
        return f"{self.first} is not {self.second}"
