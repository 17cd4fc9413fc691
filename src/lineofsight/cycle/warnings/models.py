"""Warnings and the steps of their clock."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q

from lineofsight.foundation.partnership.models import Group, Organisation, Partnership, Role
from lineofsight.foundation.trail.models import Actor, Subject


class WarningQuerySet(models.QuerySet[Any]):
    """Rows reached through their partnership."""

    def for_partnership(self, partnership: Partnership) -> Self:
        """Those of one partnership."""
        return self.filter(partnership=partnership)

    def open(self) -> Self:
        """Those that are neither settled nor closed."""
        return self.exclude(state__in=[Warning.State.SETTLED, Warning.State.CLOSED])


class Warning(models.Model):
    """One early warning. `key` says what it is about: while one is open, there is no second for the same thing."""

    scope = "partnership"

    class Kind(models.TextChoices):
        SIGNAL = "signal", "A change in figures"
        TARGET = "target", "A target about to be missed"
        LATE = "late", "A late or missing return"
        CONCERN = "concern", "Somebody's concern"
        THEME = "theme", "The same finding again"
        RISK = "risk", "A risk that grows"

    class State(models.TextChoices):
        NEW = "new", "New"
        WATCHED = "watched", "Being looked at"
        RAISED = "raised", "Raised to the Executive"
        ANSWERED = "answered", "Answered"
        SETTLED = "settled", "Settled"
        CLOSED = "closed", "Closed"

    class Tier(models.TextChoices):
        NONE = "", "Not ranked"
        WATCH = "watch", "Watch"
        ALERT = "alert", "Alert"
        PRIORITY = "priority", "Priority"

    class Proved(models.TextChoices):
        UNKNOWN = "", "Not judged yet"
        RIGHT = "right", "Proved right"
        WRONG = "wrong", "Proved wrong"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="warnings")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.NEW)
    tier = models.CharField(max_length=8, choices=Tier.choices, blank=True, default="")
    key = models.CharField(max_length=160)
    title = models.CharField(max_length=300)
    sentence = models.TextField(help_text="What a committee is told; no statistic and no cause in it.")
    known = models.TextField(blank=True)
    not_known = models.TextField(blank=True)
    next_step = models.TextField(blank=True)
    next_step_role = models.ForeignKey(Role, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    next_step_by = models.DateField(null=True, blank=True)
    about = models.ForeignKey(Subject, null=True, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="warnings"
    )
    joined_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    recurs_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    times_before = models.PositiveSmallIntegerField(default=0, help_text="How often the same was closed before.")
    rank = models.FloatField(default=0, help_text="Larger comes first.")
    happened_on = models.DateField(null=True, blank=True)
    in_hands_at = models.DateTimeField(null=True, blank=True)
    detected_at = models.DateTimeField()
    triage_due_on = models.DateField()
    triaged_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    told_by_clock = models.BooleanField(
        default=False, help_text="Nobody triaged it in time: the Executive was told by itself."
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.TextField(blank=True)
    withdrawn_note = models.TextField(blank=True, help_text="A figure behind it was restated or withdrawn since.")
    proved = models.CharField(max_length=5, choices=Proved.choices, blank=True, default="")
    raised_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = WarningQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "key"],
                condition=~Q(state__in=["settled", "closed"]),
                name="one_open_warning_for_the_same_thing",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(closed_reason=""), name="a_closed_warning_has_its_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="raised") | Q(told_at__isnull=False), name="a_raised_warning_was_told"
            ),
        ]
        indexes = [models.Index(fields=["partnership", "state", "-rank"])]

    def __str__(self) -> str:
        return self.title


class Step(models.Model):
    """One stamped step of a warning's clock; never changed."""

    scope = "partnership"

    class Kind(models.TextChoices):
        HAPPENED = "happened", "Happened"
        IN_HANDS = "in_hands", "In our hands"
        DETECTED = "detected", "Detected"
        WATCHED = "watched", "Looked at"
        TOLD = "told", "Executive told"
        ASKED = "asked", "Question asked"
        REPLIED = "replied", "Question answered"
        ANSWERED = "answered", "Answered"
        SETTLED = "settled", "Settled"
        CLOSED = "closed", "Closed"
        RETURNED = "returned", "Came back"
        CORRECTED = "corrected", "Figure corrected"
        JOINED = "joined", "Joined to another"

    warning = models.ForeignKey(Warning, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=200)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.warning}: {self.get_kind_display()}"


class Told(models.Model):
    """Who was told of a warning, so that whoever was told also hears when a figure behind it changes."""

    scope = "partnership"

    warning = models.ForeignKey(Warning, on_delete=models.PROTECT, related_name="told")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["warning", "actor"], name="told_once")]

    def __str__(self) -> str:
        return f"{self.actor} was told of {self.warning}"


class TriageSetting(models.Model):
    """How a partnership triages: how long the list may be, how many working days it has, and who triages between meetings."""

    scope = "partnership"

    partnership = models.OneToOneField(Partnership, on_delete=models.PROTECT, related_name="triage")
    longest_list = models.PositiveSmallIntegerField(default=20)
    working_days = models.PositiveSmallIntegerField(default=5)
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    deputy_role = models.ForeignKey(Role, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"Triage in {self.partnership}"


class WatchRun(models.Model):
    """One run of the watch over a partnership's series: how many it looked at, and what chance alone would have listed."""

    scope = "partnership"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="watch_runs")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    series_looked_at = models.PositiveIntegerField(default=0)
    expected_false = models.FloatField(default=0)
    warnings_raised = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.partnership} {self.started_at}"
