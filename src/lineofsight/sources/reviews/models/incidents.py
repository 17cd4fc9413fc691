"""Serious incidents: what each partner decided, what else goes on, and the clocks that run."""

import uuid

from django.db import models
from django.db.models import F, Q

from lineofsight.foundation.partnership.models import Organisation, Partnership, ScopedQuerySet
from lineofsight.foundation.trail.models import Actor, Subject


class Incident(models.Model):
    """One serious incident under a reference of our own. The day it happened and the day of awareness are two facts."""

    scope = "partnership"

    class State(models.TextChoices):
        CONSIDERED = "considered", "Being considered"
        NOT_NOTIFIED = "not_notified", "Not notified"
        NOTIFIED = "notified", "Notified: rapid review"
        NO_REVIEW = "no_review", "Rapid review done: no local review"
        REVIEW = "review", "Local review under way"
        PUBLISHED = "published", "Local review published"
        NOT_PUBLISHED = "not_published", "Local review not published"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="incidents")
    reference = models.CharField(max_length=20)
    summary = models.CharField(max_length=200, help_text="What kind of incident; nothing that could identify a child.")
    incident_on = models.DateField(null=True, blank=True)
    aware_on = models.DateField(help_text="When the local authority became aware of it. The clock starts here.")
    child_died = models.BooleanField(default=False)
    is_looked_after = models.BooleanField(default=False)
    is_care_leaver = models.BooleanField(default=False)
    duty_holder = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+",
        help_text="The local authority where it happened, or of normal residence if that was outside England.",
    )  # fmt: skip
    is_led_here = models.BooleanField(default=True)
    other_partnership = models.CharField(max_length=200, blank=True, help_text="The one that leads, or works with us.")
    state = models.CharField(max_length=13, choices=State.choices, default=State.CONSIDERED)
    not_notified_reason = models.TextField(blank=True)
    other_learning = models.TextField(blank=True, help_text="How else we learn from it.")
    decided_on = models.DateField(null=True, blank=True, help_text="When it was decided whether to notify.")
    notified_on = models.DateField(null=True, blank=True, help_text="When the notification was sent to the Panel.")
    subject = models.OneToOneField(Subject, null=True, on_delete=models.PROTECT, related_name="incident")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-aware_on", "reference"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="one_incident_for_a_reference"),
            models.CheckConstraint(
                condition=Q(incident_on__isnull=True) | Q(aware_on__gte=F("incident_on")),
                name="aware_after_it_happened",
            ),
            models.CheckConstraint(
                condition=~Q(state="not_notified") | (~Q(not_notified_reason="") & ~Q(other_learning="")),
                name="not_notified_has_reason_and_learning",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["considered", "not_notified"]) | Q(notified_on__isnull=False),
                name="no_rapid_review_without_a_notification",
            ),
            models.CheckConstraint(
                condition=Q(is_led_here=True) | ~Q(other_partnership=""), name="who_leads_elsewhere_is_named"
            ),
        ]
        indexes = [models.Index(fields=["partnership", "state"])]

    def __str__(self) -> str:
        return self.reference


class IncidentTheme(models.Model):
    """A theme of the framework that an incident belongs to."""

    scope = "partnership"

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="themes")
    code = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "code"], name="one_theme_of_an_incident")]

    def __str__(self) -> str:
        return self.code


class PartnerDecision(models.Model):
    """What one of the three partners decided at a stage; never overwritten, the newest counts."""

    scope = "partnership"

    class Stage(models.TextChoices):
        NOTIFY = "notify", "Whether to notify"
        REVIEW = "review", "Whether to hold a local review"
        PUBLISH = "publish", "Whether to publish"

    class Choice(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="decisions")
    stage = models.CharField(max_length=7, choices=Stage.choices)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=3, choices=Choice.choices)
    reason = models.TextField()
    decided_on = models.DateField()
    at = models.DateTimeField()
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=200)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.stage} {self.choice}"


class ScrutineerComment(models.Model):
    """What the Independent Scrutineer says to a stage; never changed."""

    scope = "partnership"

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="comments")
    stage = models.CharField(max_length=7, choices=PartnerDecision.Stage.choices)
    text = models.TextField()
    at = models.DateTimeField()
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:120]


class Proceeding(models.Model):
    """What else goes on: criminal, family court, inquest. It never pauses a clock."""

    scope = "partnership"

    class Kind(models.TextChoices):
        CRIMINAL = "criminal", "Criminal"
        FAMILY = "family", "Family court"
        INQUEST = "inquest", "Inquest"
        OTHER = "other", "Other"

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="proceedings")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    note = models.TextField(blank=True)
    began_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["began_on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.incident}"


class ClockRun(models.Model):
    """One clock of an incident: worked out from its dates and the rule that held, with what was agreed if it will be late."""

    scope = "partnership"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="clock_runs")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="clocks")
    code = models.CharField(max_length=20)
    edition = models.CharField(max_length=200)
    is_duty = models.BooleanField(default=True)
    started_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    warn_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    expected_on = models.DateField(null=True, blank=True, help_text="When it is expected, where that is late.")
    late_reason = models.TextField(blank=True)
    late_agreed_with = models.CharField(max_length=200, blank=True)
    late_agreed_on = models.DateField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "code"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "code"], name="one_clock_of_a_code"),
            models.CheckConstraint(
                condition=Q(expected_on__isnull=True) | (~Q(late_reason="") & ~Q(late_agreed_with="")),
                name="expected_late_has_reason_and_agreement",
            ),
        ]
        indexes = [models.Index(fields=["partnership", "ended_on", "due_on"])]

    def __str__(self) -> str:
        return f"{self.code} of {self.incident}"
