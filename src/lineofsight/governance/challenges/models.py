"""Challenges between meetings, and how disagreements between agencies were settled. Two logs, kept apart."""

import uuid

from django.db import models
from django.db.models import F, Q

from lineofsight.foundation.partnership.models import Group, Organisation, Partnership, Role, ScopedQuerySet
from lineofsight.foundation.trail.models import Actor, Subject


class Challenge(models.Model):
    """A fair question that asks for a better answer: who asked whom, on what evidence, what came of it."""

    scope = "partnership"

    class State(models.TextChoices):
        OPEN = "open", "Waiting for an answer"
        ANSWERED = "answered", "Answered"
        SETTLED = "settled", "Settled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="challenges")
    reference = models.CharField(max_length=20)
    question = models.TextField()
    evidence = models.TextField(blank=True, help_text="What the question rests on.")
    about = models.ForeignKey(Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="challenges")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    asked_role = models.CharField(max_length=200)
    asking_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    to_role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="challenges")
    to_group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="challenges")
    is_from_lead_partner = models.BooleanField(
        default=False, help_text="A Lead Safeguarding Partner’s question to the Executive’s chair."
    )
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.TextField(blank=True, help_text="What was agreed because of it.")
    effect = models.TextField(blank=True, help_text="What changed because of it.")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    subject = models.OneToOneField(Subject, null=True, on_delete=models.PROTECT, related_name="challenge")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="one_challenge_for_a_reference"),
            models.CheckConstraint(
                condition=Q(state="open") | ~Q(answer=""), name="an_answered_challenge_has_its_answer"
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")),
                name="nobody_answers_their_own_challenge",
            ),
        ]
        indexes = [models.Index(fields=["partnership", "state", "due_on"])]

    def __str__(self) -> str:
        return self.question[:120]


class Escalation(models.Model):
    """A professional disagreement, counted for assurance: stage, agencies, reason, days and outcome. No child's data."""

    scope = "partnership"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="escalations")
    reference = models.CharField(max_length=20)
    stage = models.CharField(max_length=40, help_text="A code of the framework’s stages of escalation.")
    by_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    to_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    theme = models.CharField(max_length=60, blank=True)
    reason = models.TextField()
    raised_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    settled_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    is_good_practice = models.BooleanField(default=False)
    subject = models.OneToOneField(Subject, null=True, on_delete=models.PROTECT, related_name="escalation")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_on", "reference"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="one_escalation_for_a_reference"),
            models.CheckConstraint(
                condition=~Q(by_organisation=F("to_organisation")), name="an_escalation_is_between_two_agencies"
            ),
            models.CheckConstraint(
                condition=Q(settled_on__isnull=True) | ~Q(outcome=""), name="a_settled_escalation_has_its_outcome"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class EscalationStep(models.Model):
    """One stage that a disagreement went through, from which day; never changed."""

    scope = "partnership"

    escalation = models.ForeignKey(Escalation, on_delete=models.PROTECT, related_name="steps")
    stage = models.CharField(max_length=40)
    began_on = models.DateField()
    due_on = models.DateField()

    class Meta:
        ordering = ["began_on", "pk"]

    def __str__(self) -> str:
        return f"{self.escalation}: {self.stage}"
