"""What was decided, where each safeguarding partner stood, and what became of it."""

import uuid

from django.db import models
from django.db.models import F, Q

from lineofsight.cycle.products.models import Product, Stop
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.partnership.models import Group, Organisation, Partnership, ScopedQuerySet
from lineofsight.foundation.trail.models import Actor, Subject
from lineofsight.governance.meetings.models.meeting import AgendaItem, Meeting


class Decision(models.Model):
    """What was decided, by whom, why, and who did not agree; in a meeting or outside one. Never overwritten."""

    scope = "partnership"

    class Way(models.TextChoices):
        MEETING = "meeting", "At a meeting"
        ROOM = "room", "In the room, outside a meeting"
        EMAIL = "email", "By e-mail"

    class Standing(models.TextChoices):
        RECORDED = "recorded", "Recorded, to be confirmed"
        CONFIRMED = "confirmed", "Confirmed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="decisions")
    reference = models.CharField(max_length=20)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="decisions")
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    about = models.ForeignKey(Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    stop = models.ForeignKey(Stop, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(
        max_length=10, choices=Stop.Outcome.choices, blank=True, default="",
        help_text="What it means for the product on its route.",
    )  # fmt: skip
    text = models.TextField()
    options = models.TextField(blank=True, help_text="What else could have been decided.")
    reasons = models.TextField()
    way = models.CharField(max_length=7, choices=Way.choices, default=Way.MEETING)
    proof = models.ForeignKey(Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proof_words = models.TextField(blank=True, help_text="Who said so, when and where, when there is no file.")
    standing = models.CharField(max_length=9, choices=Standing.choices, default=Standing.RECORDED)
    decided_on = models.DateField()
    review_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_role = models.CharField(max_length=200, blank=True)
    confirmed_role = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_reason = models.TextField(blank=True)
    subject = models.OneToOneField(Subject, null=True, on_delete=models.PROTECT, related_name="decision")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_on", "reference"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="one_decision_for_a_reference"),
            models.CheckConstraint(condition=~Q(reasons=""), name="a_decision_has_its_reasons"),
            models.CheckConstraint(
                condition=Q(way="meeting") | Q(proof__isnull=False) | ~Q(proof_words=""),
                name="a_decision_outside_a_meeting_has_its_proof",
            ),
            models.CheckConstraint(
                condition=Q(way="meeting") | Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("recorded_by")),
                name="nobody_confirms_what_they_recorded",
            ),
            models.CheckConstraint(
                condition=~Q(standing="withdrawn") | ~Q(withdrawn_reason=""), name="a_withdrawn_decision_has_its_reason"
            ),
        ]
        indexes = [models.Index(fields=["partnership", "-decided_on"])]

    def __str__(self) -> str:
        return self.text[:120]


class Position(models.Model):
    """Where one safeguarding partner stood on a decision."""

    scope = "partnership"

    class Kind(models.TextChoices):
        AGREED = "agreed", "Agreed"
        DISSENTED = "dissented", "Did not agree"
        ABSTAINED = "abstained", "Took no side"
        NOT_THERE = "not_there", "Was not there"

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="positions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "organisation"], name="one_position_of_a_partner"),
            models.CheckConstraint(condition=~Q(kind="dissented") | ~Q(reason=""), name="dissent_has_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_kind_display()}"
