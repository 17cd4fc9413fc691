"""A file made of a report: asked for, made in the background, kept for the content that it was made of."""

import uuid

from django.db import models

from lineofsight.foundation.partnership.models import Partnership, ScopedQuerySet
from lineofsight.foundation.trail.models import Actor
from lineofsight.outputs.reports.models.report import Report


class ReportFile(models.Model):
    """One file of one report in one form."""

    scope = "partnership"

    class Form(models.TextChoices):
        PDF = "pdf", "PDF"
        WORD = "docx", "Word"
        PAGE = "html", "Web page"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to start"
        RUNNING = "running", "Being made"
        READY = "ready", "Ready"
        FAILED = "failed", "Not made"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="files")
    form = models.CharField(max_length=4, choices=Form.choices)
    is_public = models.BooleanField(default=False, help_text="The version for anybody.")
    is_draft = models.BooleanField(default=True)
    needs = models.CharField(max_length=300, blank=True, help_text="The capabilities that reading it needs.")
    content_hash = models.CharField(max_length=64, help_text="Of the report that it was made of.")
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    done_parts = models.PositiveSmallIntegerField(default=0)
    all_parts = models.PositiveSmallIntegerField(default=0)
    content = models.FileField(upload_to="reports", max_length=200, blank=True)
    size = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    beat_at = models.DateTimeField(null=True, blank=True, help_text="When the work last gave a sign of life.")
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["report", "form", "is_public", "-asked_at"])]

    def __str__(self) -> str:
        return f"{self.report} as {self.get_form_display()}"
