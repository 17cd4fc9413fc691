"""Spreadsheets that were given, what their columns mean to a partnership, and the references that it uses itself."""

import uuid
from typing import Any, Self

from django.db import models

from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.trail.models import Actor, Subject


class ScopedQuerySet(models.QuerySet[Any]):
    """Rows reached through their partnership."""

    def for_partnership(self, partnership: Partnership) -> Self:
        """Those of one partnership."""
        return self.filter(partnership=partnership)


class SheetImport(models.Model):
    """A spreadsheet that somebody gave: looked at first, brought in afterwards. Its text is deleted after seven days."""

    scope = "partnership"

    class State(models.TextChoices):
        DRAFT = "draft", "Being looked at"
        DONE = "done", "Brought in"
        DROPPED = "dropped", "Not brought in"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="sheet_imports")
    kind = models.CharField(max_length=20)
    file_name = models.CharField(max_length=200)
    sheets = models.JSONField(default=dict, help_text="Each sheet: its rows, and the cells that could not be read.")
    sheet = models.CharField(max_length=200, blank=True)
    heading_row = models.PositiveIntegerField(default=0)
    columns = models.JSONField(default=dict, help_text="Which column, from 0, holds which field.")
    state = models.CharField(max_length=7, choices=State.choices, default=State.DRAFT)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at"]
        indexes = [models.Index(fields=["partnership", "kind", "-given_at"])]

    def __str__(self) -> str:
        return self.file_name


class SheetMapping(models.Model):
    """What a partnership's own headings mean, as somebody said when a file came last."""

    scope = "partnership"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="sheet_mappings")
    kind = models.CharField(max_length=20)
    headings = models.JSONField(default=dict, help_text="Heading in plain words: the field that it stands for.")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "kind"], name="one_mapping_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.partnership}"


class OwnReference(models.Model):
    """A reference of the partnership's own for something here: by it a row is known again."""

    scope = "partnership"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="own_references")
    kind = models.CharField(max_length=20)
    reference = models.CharField(max_length=80)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="own_references")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "kind", "reference"], name="an_own_reference_once")
        ]
        indexes = [models.Index(fields=["subject"])]

    def __str__(self) -> str:
        return self.reference
