"""Findings, recommendations, actions, what was said about them, and whether they made a difference."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from lineofsight.cycle.products.models import Product
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.partnership.models import Organisation, Partnership, Role
from lineofsight.foundation.trail.models import Actor, Subject


class ScopedQuerySet(models.QuerySet[Any]):
    """Rows reached through their partnership."""

    def for_partnership(self, partnership: Partnership) -> Self:
        """Those of one partnership."""
        return self.filter(partnership=partnership)


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
    subject = models.OneToOneField(Subject, null=True, on_delete=models.PROTECT, related_name="finding")
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
    effect = models.TextField(blank=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["adopted_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["finding", "organisation"], name="a_strength_adopted_once")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.finding}"


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
    expected_difference = models.TextField(
        blank=True, help_text="What should be different for children, and how we tell."
    )
    answer_reason = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    satisfied_at = models.DateTimeField(
        null=True, blank=True, help_text="When the scrutineer was satisfied; for the scrutineer’s own alone."
    )
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    subject = models.OneToOneField(Subject, null=True, on_delete=models.PROTECT, related_name="recommendation")
    made_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-made_on", "reference"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="one_recommendation_for_a_reference"),
            models.CheckConstraint(
                condition=~Q(state__in=["partly", "rejected"]) | ~Q(answer_reason=""),
                name="a_partial_or_negative_answer_has_its_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="merged") | Q(merged_into__isnull=False), name="a_merged_one_says_into_what"
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


class Action(models.Model):
    """What somebody will do by a day. Done needs evidence and somebody else's check; its updates never overwrite."""

    scope = "partnership"

    class State(models.TextChoices):
        OPEN = "open", "Not started"
        UNDER_WAY = "under_way", "Under way"
        DONE = "done", "Done, to be verified"
        VERIFIED = "verified", "Verified"
        DROPPED = "dropped", "Not needed any more"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="actions")
    reference = models.CharField(max_length=20)
    text = models.TextField()
    recommendations = models.ManyToManyField(Recommendation, blank=True, related_name="actions")
    source = models.ForeignKey(
        Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="actions",
        help_text="What else it comes from: a decision, a warning, an answer, a risk.",
    )  # fmt: skip
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="actions")
    owner = models.ForeignKey(Role, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    first_due_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    done_statement = models.TextField(blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    verified_note = models.TextField(blank=True)
    subject = models.OneToOneField(Subject, null=True, on_delete=models.PROTECT, related_name="action")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "reference"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="one_action_for_a_reference"),
            models.CheckConstraint(
                condition=~Q(state="verified") | (Q(verified_by__isnull=False) & ~Q(verified_by=F("done_by"))),
                name="whoever_verifies_did_not_do_it",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "verified"]) | ~Q(done_statement=""),
                name="a_done_action_says_what_was_done",
            ),
        ]
        indexes = [
            models.Index(fields=["partnership", "state", "due_on"]),
            models.Index(fields=["organisation", "state", "due_on"]),
        ]

    def __str__(self) -> str:
        return self.text[:120]


class ActionUpdate(models.Model):
    """What somebody said about an action on a day; never changed."""

    scope = "partnership"

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    text = models.TextField()
    state = models.CharField(max_length=9, choices=Action.State.choices)
    due_on = models.DateField(null=True, blank=True, help_text="The day from then on.")
    owner = models.ForeignKey(Role, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=200)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:120]


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
    planned_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    subject = models.OneToOneField(Subject, null=True, on_delete=models.PROTECT, related_name="impact_check")

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


class BulkChange(models.Model):
    """One change to many actions, which can be undone for ten minutes."""

    scope = "partnership"

    class Kind(models.TextChoices):
        REMIND = "remind", "Reminded"
        REASSIGN = "reassign", "Given to another role"
        EXTEND = "extend", "Given more time"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at}"


class BulkItem(models.Model):
    """One action of a bulk change, as it was before."""

    scope = "partnership"

    bulk = models.ForeignKey(BulkChange, on_delete=models.PROTECT, related_name="items")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")
    due_on_before = models.DateField(null=True, blank=True)
    owner_before = models.ForeignKey(Role, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version_after = models.PositiveIntegerField()

    def __str__(self) -> str:
        return str(self.action)
