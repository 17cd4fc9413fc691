"""What children and families told us, and what changed because of it."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q

from lineofsight.foundation.partnership.models import Organisation, Partnership
from lineofsight.foundation.trail.models import Actor, Subject


class ScopedQuerySet(models.QuerySet[Any]):
    """Rows reached through their partnership."""

    def for_partnership(self, partnership: Partnership) -> Self:
        """Those of one partnership."""
        return self.filter(partnership=partnership)


class VoiceItem(models.Model):
    """One thing that was said, in general words: nobody can be recognised from it."""

    scope = "partnership"

    class Who(models.TextChoices):
        CHILDREN = "children", "Children"
        YOUNG = "young", "Young people"
        FAMILIES = "families", "Parents, carers or families"
        CARE_LEAVERS = "care_leavers", "Care leavers"

    class How(models.TextChoices):
        GROUP = "group", "A group or forum"
        SURVEY = "survey", "A survey"
        TALK = "talk", "Talks with their worker or advocate"
        FEEDBACK = "feedback", "Feedback, compliments or complaints"
        AUDIT = "audit", "An audit or a review"
        OTHER = "other", "Another way"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="voice_items")
    reference = models.CharField(max_length=20)
    who = models.CharField(max_length=12, choices=Who.choices)
    said = models.TextField(help_text="In general words, without anything by which somebody could be recognised.")
    asked = models.TextField(blank=True, help_text="What they were asked.")
    heard_on = models.DateField()
    how = models.CharField(max_length=8, choices=How.choices)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="voice_items"
    )
    about = models.ForeignKey(Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="voice_items")
    changed = models.TextField(blank=True, help_text="What we did, and what changed because of it.")
    changed_on = models.DateField(null=True, blank=True)
    decision = models.ForeignKey(
        Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="What was decided because of it.",
    )  # fmt: skip
    told_back_on = models.DateField(null=True, blank=True, help_text="When those who said it were told what changed.")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    subject = models.OneToOneField(Subject, null=True, on_delete=models.PROTECT, related_name="voice_item")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-heard_on", "-reference"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="one_voice_item_for_a_reference"),
            models.CheckConstraint(condition=~Q(said=""), name="a_voice_item_has_words"),
            models.CheckConstraint(
                condition=Q(told_back_on__isnull=True) | ~Q(changed=""), name="told_back_only_what_changed"
            ),
        ]
        indexes = [models.Index(fields=["partnership", "-heard_on"])]

    def __str__(self) -> str:
        return self.said[:120]
