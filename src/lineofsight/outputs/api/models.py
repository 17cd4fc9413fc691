"""Tokens: what a program shows instead of a password."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from lineofsight.foundation.partnership.models import Membership, Partnership
from lineofsight.foundation.trail.models import Actor


class TokenQuerySet(models.QuerySet[Any]):
    """Rows reached through their partnership."""

    def for_partnership(self, partnership: Partnership) -> Self:
        """Those of one partnership."""
        return self.filter(partnership=partnership)


class ApiToken(models.Model):
    """Lets a program do what one seat of one person may do, until a day. The token itself is shown once and never kept."""

    scope = "partnership"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80, help_text="What uses it.")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    expires_on = models.DateField(help_text="The last day on which it works.")
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("made_at")), name="revoked_after_it_was_made"
            )
        ]

    def __str__(self) -> str:
        return self.name
