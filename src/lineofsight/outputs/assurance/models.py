"""What was accepted although it does not add up."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.trail.models import Actor


class AcceptedQuerySet(models.QuerySet[Any]):
    """Rows reached through their partnership."""

    def for_partnership(self, partnership: Partnership) -> Self:
        """Those of one partnership."""
        return self.filter(partnership=partnership)

    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(taken_back_at__isnull=True)


class AcceptedCheck(models.Model):
    """Somebody's reason for leaving something as it is. `key` names the thing and the fault, so a new fault shows again."""

    scope = "partnership"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="accepted_checks")
    check_code = models.CharField(max_length=60)
    key = models.CharField(max_length=160)
    title = models.CharField(max_length=300)
    reason = models.TextField()
    until = models.DateField(null=True, blank=True, help_text="It shows again after this day.")
    at = models.DateTimeField()
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=200)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = AcceptedQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "check_code", "key"],
                condition=Q(taken_back_at__isnull=True),
                name="accepted_once_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="accepted_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.check_code}: {self.title}"
