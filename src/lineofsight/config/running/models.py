"""Workers and jobs. They hold nothing of a partnership, and a backup leaves them out."""

from django.db import models


class Worker(models.Model):
    """A process that does tasks. One that was not heard of for a while is taken for dead."""

    scope = "installation"

    id = models.CharField(primary_key=True, max_length=64)
    host = models.CharField(max_length=200)
    process = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.host}, process {self.process}"


class JobRun(models.Model):
    """A job of the clock: when it is due, and how it went last. Whoever moves `due_at` on does the run."""

    scope = "installation"

    name = models.CharField(primary_key=True, max_length=80)
    due_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0, help_text="In a row, up to now.")
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name
