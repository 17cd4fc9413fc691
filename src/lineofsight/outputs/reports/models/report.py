"""A report, its blocks in order, what is said of it, and a partnership's own templates."""

import uuid

from django.db import models
from django.db.models import F, Q

from lineofsight.cycle.products.models import Product
from lineofsight.foundation.handbook.models import FrameworkVersion
from lineofsight.foundation.partnership.models import Partnership, ScopedQuerySet
from lineofsight.foundation.trail.models import Actor, Subject


class Report(models.Model):
    """A report of a period, as things stood on its day. A draft until it is published; a later change makes it one again."""

    scope = "partnership"

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Audience(models.TextChoices):
        LEADERS = "leaders", "Leaders: those who see the assurance map and working figures"
        GROUPS = "groups", "All groups of the partnership"
        PARTNERSHIP = "partnership", "Every agency of the partnership"
        PUBLIC = "public", "Anybody"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="reports")
    framework = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="+")
    template = models.CharField(max_length=60, help_text="The code of the template that it was made from.")
    kind = models.CharField(max_length=60, blank=True, help_text="The framework’s kind of product that it is, if any.")
    reference = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    period_start = models.DateField()
    period_end = models.DateField()
    snapshot_on = models.DateField(help_text="The day as of which its blocks tell.")
    marking = models.CharField(max_length=60, default="OFFICIAL-SENSITIVE")
    audience = models.CharField(max_length=11, choices=Audience.choices, default=Audience.LEADERS)
    theme = models.CharField(max_length=60, blank=True, help_text="The theme or priority that all of it is about.")
    needs = models.CharField(max_length=300, blank=True, help_text="The capabilities that reading its blocks needs.")
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    product = models.OneToOneField(
        Product, null=True, blank=True, on_delete=models.PROTECT, related_name="report",
        help_text="The product that it is the content of: it travels that route and is signed there.",
    )  # fmt: skip
    subject = models.OneToOneField(Subject, null=True, on_delete=models.PROTECT, related_name="report")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_hash = models.CharField(max_length=64, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-period_end", "-reference"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="one_report_for_a_reference"),
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")), name="report_period_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False), name="a_published_report_says_when"
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(withdrawn_reason=""), name="a_withdrawn_report_says_why"
            ),
        ]
        indexes = [models.Index(fields=["partnership", "state", "-period_end"])]

    def __str__(self) -> str:
        return self.title


class Block(models.Model):
    """One part of a report: somebody's text, or rows read from the record and kept as they were read."""

    scope = "partnership"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="blocks")
    position = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=200, help_text="The heading under which it stands, with others of the same.")
    heading = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=30)
    item = models.CharField(max_length=60, blank=True, help_text="What the report must cover, that this is about.")
    settings = models.JSONField(default=dict, blank=True)
    prompt = models.TextField(blank=True, help_text="What the writer is asked.")
    text = models.TextField(blank=True, help_text="What the writer says; beside rows it is their comment on them.")
    content = models.JSONField(default=dict, blank=True, help_text="What was read, as pieces; empty before that.")
    public_content = models.JSONField(default=dict, blank=True, help_text="The same as anybody may see it.")
    is_public = models.BooleanField(default=True, help_text="Stands in the public version too.")
    is_frozen = models.BooleanField(default=False, help_text="Stays as it is when the report is refreshed.")
    read_at = models.DateTimeField(null=True, blank=True)
    known_on = models.DateField(null=True, blank=True, help_text="The day as of which it was read.")
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["report", "position"])]

    def __str__(self) -> str:
        return f"{self.section}: {self.heading or self.kind}"


class Comment(models.Model):
    """What somebody says of a report or of one of its blocks, until it is settled."""

    scope = "partnership"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="comments")
    block = models.ForeignKey(Block, null=True, blank=True, on_delete=models.SET_NULL, related_name="comments")
    text = models.TextField()
    at = models.DateTimeField()
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=200)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:120]


class OwnTemplate(models.Model):
    """A partnership's own template: the outline of a report, kept to be used again."""

    scope = "partnership"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="report_templates")
    name = models.CharField(max_length=120)
    purpose = models.TextField(blank=True)
    outline = models.JSONField(default=dict, help_text="As a shipped template is written.")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["partnership", "name"], name="one_own_template_of_a_name")]

    def __str__(self) -> str:
        return self.name
