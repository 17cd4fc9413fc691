"""What somebody will do by a day, and what was said about it since."""

import uuid

from django.db import models
from django.db.models import F, Q

from lineofsight.cycle.findings.models.recommendation import Recommendation
from lineofsight.foundation.partnership.models import Organisation, Partnership, Role, ScopedQuerySet
from lineofsight.foundation.trail.models import Actor, Subject


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
    may_read = models.CharField(max_length=40, default="see_findings", help_text="What reading it needs.")
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
