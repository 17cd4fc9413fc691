"""Changes to many actions at once, which can be undone."""

import uuid

from django.db import models

from lineofsight.cycle.findings.models.action import Action
from lineofsight.foundation.partnership.models import Organisation, Partnership, Role, ScopedQuerySet
from lineofsight.foundation.trail.models import Actor


class BulkChange(models.Model):
    """One change to many actions, which can be undone for ten minutes."""

    scope = "partnership"

    class Kind(models.TextChoices):
        REMIND = "remind", "Reminded"
        REASSIGN = "reassign", "Given to another role"
        EXTEND = "extend", "Given more time"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    reason = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(Role, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at}"


class BulkItem(models.Model):
    """One action of a bulk change, as it was before."""

    scope = "partnership"

    bulk = models.ForeignKey(BulkChange, on_delete=models.PROTECT, related_name="items")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")
    due_on_before = models.DateField(null=True, blank=True)
    owner_before = models.ForeignKey(Role, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    organisation_before = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    version_after = models.PositiveIntegerField()

    def __str__(self) -> str:
        return str(self.action)
