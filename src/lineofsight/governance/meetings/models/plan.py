"""What is planned beside products and meetings, packs of papers, and the addresses that calendars read."""

import uuid

from django.db import models
from django.db.models import Q

from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.partnership.models import Group, Partnership, Role, ScopedQuerySet
from lineofsight.foundation.trail.models import Actor
from lineofsight.governance.meetings.models.meeting import AgendaItem, Meeting


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
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
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
    needs = models.CharField(
        max_length=300, blank=True, help_text="Capabilities that opening it needs beside seeing meetings."
    )
    tries = models.PositiveSmallIntegerField(default=0)
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
