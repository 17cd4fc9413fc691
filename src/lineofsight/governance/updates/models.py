"""A sub-group's update: one form, the framework's topics, sent through any of its channels without retyping."""

import uuid

from django.db import models
from django.db.models import F, Q

from lineofsight.foundation.handbook.models import FrameworkVersion
from lineofsight.foundation.partnership.models import Group, Partnership, ScopedQuerySet
from lineofsight.foundation.trail.models import Actor, Subject


class GroupUpdate(models.Model):
    """What a group says of a period. A draft until it is given; then it stands."""

    scope = "partnership"

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        GIVEN = "given", "Given"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="group_updates")
    framework = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="updates")
    period_start = models.DateField()
    period_end = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=5, choices=State.choices, default=State.DRAFT)
    given_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    given_role = models.CharField(max_length=200, blank=True)
    subject = models.OneToOneField(Subject, null=True, on_delete=models.PROTECT, related_name="group_update")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-period_end", "group__name"]
        constraints = [
            models.UniqueConstraint(fields=["group", "period_end"], name="one_update_of_a_group_for_a_period"),
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")), name="update_period_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}, to {self.period_end}"


class UpdateText(models.Model):
    """What the update says under one of the framework's topics."""

    scope = "partnership"

    update = models.ForeignKey(GroupUpdate, on_delete=models.PROTECT, related_name="texts")
    topic = models.CharField(max_length=60)
    text = models.TextField(blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["update", "topic"], name="one_text_for_a_topic")]

    def __str__(self) -> str:
        return f"{self.update}: {self.topic}"


class UpdateChannel(models.Model):
    """One of the framework's channels that the update was given to, and where it was used there."""

    scope = "partnership"

    update = models.ForeignKey(GroupUpdate, on_delete=models.PROTECT, related_name="channels")
    channel = models.CharField(max_length=60)
    used_in = models.ForeignKey(Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["update", "channel"], name="one_channel_of_an_update")]

    def __str__(self) -> str:
        return f"{self.update}: {self.channel}"
