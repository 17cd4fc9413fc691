"""A meeting, its agenda with papers and what was said of them before, who came, and what was made at it."""

import uuid

from django.db import models
from django.db.models import Q

from lineofsight.cycle.findings.models import Action
from lineofsight.cycle.products.models import Stop
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.partnership.models import Group, Organisation, Partnership, Role, ScopedQuerySet
from lineofsight.foundation.trail.models import Actor, Subject
from lineofsight.governance.challenges.models import Challenge


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
    minutes_changed_at = models.DateTimeField(null=True, blank=True)
    minutes_changed_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    minutes_sent_at = models.DateTimeField(null=True, blank=True)
    agreed_at_meeting = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="agreed_minutes",
        help_text="The meeting at which these minutes were agreed.",
    )  # fmt: skip
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agenda_out_at = models.DateTimeField(null=True, blank=True)
    cancelled_reason = models.CharField(max_length=300, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    marking = models.CharField(max_length=60, default="OFFICIAL-SENSITIVE")
    subject = models.OneToOneField(Subject, null=True, on_delete=models.PROTECT, related_name="meeting")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "starts_at"], condition=~Q(state="cancelled"), name="one_meeting_of_a_group_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_reason=""), name="a_cancelled_meeting_has_its_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="minuted") | Q(agreed_at__isnull=False), name="agreed_minutes_say_when"
            ),
        ]
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
    subject = models.OneToOneField(
        Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_item",
        help_text="What its own papers hang on.",
    )  # fmt: skip
    added_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
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
    pages = models.PositiveSmallIntegerField(null=True, blank=True, help_text="For the reading time.")
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


class ItemAction(models.Model):
    """An action that was agreed under an item."""

    scope = "partnership"

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="actions")
    action = models.OneToOneField(Action, on_delete=models.PROTECT, related_name="agreed_under")

    def __str__(self) -> str:
        return f"{self.item}: {self.action}"


class ItemChallenge(models.Model):
    """A challenge that was made under an item."""

    scope = "partnership"

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="challenges")
    challenge = models.OneToOneField(Challenge, on_delete=models.PROTECT, related_name="made_under")

    def __str__(self) -> str:
        return f"{self.item}: {self.challenge}"


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
