"""Meetings, their agendas and papers, who came, and what was decided."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q

from lineofsight.cycle.products.models import Product, Stop
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.partnership.models import Group, Organisation, Partnership, Role
from lineofsight.foundation.trail.models import Actor, Subject


class ScopedQuerySet(models.QuerySet[Any]):
    """Rows reached through their partnership."""

    def for_partnership(self, partnership: Partnership) -> Self:
        """Those of one partnership."""
        return self.filter(partnership=partnership)


class Meeting(models.Model):
    """One meeting of a group."""

    scope = "partnership"

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        AGENDA_OUT = "agenda_out", "Agenda out"
        HELD = "held", "Held"
        MINUTED = "minuted", "Minutes agreed"
        CANCELLED = "cancelled", "Cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="meetings")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="meetings")
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    papers_due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    chair = models.ForeignKey(Role, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    minutes = models.TextField(blank=True, help_text="Drafted from what was recorded; agreed at the next meeting.")
    marking = models.CharField(max_length=60, default="OFFICIAL-SENSITIVE")
    subject = models.OneToOneField(Subject, null=True, on_delete=models.PROTECT, related_name="meeting")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at"]
        constraints = [models.UniqueConstraint(fields=["group", "starts_at"], name="one_meeting_of_a_group_at_a_time")]
        indexes = [models.Index(fields=["partnership", "state", "starts_at"])]

    def __str__(self) -> str:
        return self.title


class AgendaItem(models.Model):
    """One item of an agenda: a product at its stop, a warning, a challenge, an update, or something else."""

    scope = "partnership"

    class Purpose(models.TextChoices):
        DECIDE = "decide", "Decide"
        ASSURE = "assure", "Seek assurance"
        NOTE = "note", "Note"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=6, choices=Purpose.choices)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True, help_text="Five lines at most.")
    minutes_needed = models.PositiveSmallIntegerField(default=10)
    presenter = models.ForeignKey(Role, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    stop = models.ForeignKey(Stop, null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_items")
    about = models.ForeignKey(Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_items")
    notes = models.TextField(blank=True, help_text="What was said, for the minutes.")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["position", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "stop"], condition=Q(stop__isnull=False), name="a_stop_is_once_on_an_agenda"
            ),
            models.UniqueConstraint(
                fields=["meeting", "about"], condition=Q(about__isnull=False), name="a_thing_is_once_on_an_agenda"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Paper(models.Model):
    """A paper of an item; lateness is worked out against the day on which papers were due."""

    scope = "partnership"

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="papers")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "evidence"], name="a_paper_once_on_an_item")]

    def __str__(self) -> str:
        return f"{self.item}: {self.evidence}"


class ItemComment(models.Model):
    """What somebody says to an item before the meeting; never changed."""

    scope = "partnership"

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField()
    at = models.DateTimeField()
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=200)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:120]


class Attendance(models.Model):
    """Whether a seat was filled at a meeting, by its holder or by somebody else."""

    scope = "partnership"

    class Kind(models.TextChoices):
        PRESENT = "present", "Present"
        DEPUTY = "deputy", "Sent a deputy"
        APOLOGIES = "apologies", "Sent apologies"
        ABSENT = "absent", "Absent"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="attendances")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="attendances")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    deputy_name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "role"], name="one_attendance_of_a_seat")]

    def __str__(self) -> str:
        return f"{self.role}: {self.get_kind_display()}"


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


class PlannedItem(models.Model):
    """An entry of the forward plan that is not a product: what a group will look at, and when."""

    scope = "partnership"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="planned_items")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="planned_items")
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=6, choices=AgendaItem.Purpose.choices)
    owner = models.ForeignKey(Role, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    paper_due_on = models.DateField(null=True, blank=True)
    placed = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["on", "title"]

    def __str__(self) -> str:
        return self.title


class Pack(models.Model):
    """A meeting's papers as one document, made in the background."""

    scope = "partnership"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to start"
        RUNNING = "running", "Being made"
        READY = "ready", "Ready"
        FAILED = "failed", "Not made"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="packs")
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    done_parts = models.PositiveSmallIntegerField(default=0)
    all_parts = models.PositiveSmallIntegerField(default=0)
    content = models.FileField(upload_to="packs", max_length=200, blank=True)
    size = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    beat_at = models.DateTimeField(null=True, blank=True, help_text="When the work last gave a sign of life.")
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"Pack of {self.meeting}"


class CalendarFeed(models.Model):
    """An address that a person's own calendar reads: dates and titles alone. The secret is kept as its digest."""

    scope = "partnership"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    secret_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    last_read_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "person"], condition=Q(ended_at__isnull=True), name="one_feed_of_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"Calendar of {self.person}"
