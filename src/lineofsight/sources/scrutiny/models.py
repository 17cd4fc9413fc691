"""What the scrutineer plans, asks for, writes and says."""

import uuid

from django.db import models
from django.db.models import Q

from lineofsight.foundation.handbook.models import FrameworkVersion
from lineofsight.foundation.partnership.models import Organisation, Partnership, Role, ScopedQuerySet
from lineofsight.foundation.trail.models import Actor, Subject


class ScrutinyYear(models.Model):
    """How many days of scrutiny were agreed from a day on, for a year."""

    scope = "partnership"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="scrutiny_years")
    starts_on = models.DateField()
    days = models.DecimalField(max_digits=5, decimal_places=1)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "starts_on"], name="one_scrutiny_year_from_a_day"),
            models.CheckConstraint(condition=Q(days__gt=0), name="a_scrutiny_year_has_days"),
        ]

    def __str__(self) -> str:
        return f"{self.days} days from {self.starts_on}"


class Activity(models.Model):
    """Something on the scrutineer's plan: a visit, a talk, reading. Partners see it only when it is shared."""

    scope = "partnership"

    class Kind(models.TextChoices):
        VISIT = "visit", "Visit"
        TALK = "talk", "Talk with children, families or staff"
        MEETING = "meeting", "Meeting"
        READING = "reading", "Reading and analysis"
        WRITING = "writing", "Writing"

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="scrutiny_activities")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = models.CharField(max_length=200)
    question = models.TextField(blank=True, help_text="What the scrutineer wants to find out.")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    planned_on = models.DateField()
    days = models.DecimalField(max_digits=4, decimal_places=1, default=1)
    state = models.CharField(max_length=9, choices=State.choices, default=State.PLANNED)
    outcome = models.TextField(blank=True, help_text="What came of it.")
    is_shared = models.BooleanField(default=False, help_text="Partners see it in the plan.")
    subject = models.OneToOneField(Subject, null=True, on_delete=models.PROTECT, related_name="scrutiny_activity")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["planned_on", "title"]
        constraints = [models.CheckConstraint(condition=Q(days__gte=0), name="an_activity_takes_no_negative_days")]
        indexes = [models.Index(fields=["partnership", "planned_on"])]

    def __str__(self) -> str:
        return self.title


class EvidenceAsked(models.Model):
    """What the scrutineer asked a role for. Only the scrutineer and that role read it."""

    scope = "partnership"

    class State(models.TextChoices):
        ASKED = "asked", "Waiting"
        GIVEN = "given", "Given"
        DECLINED = "declined", "Not given"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="evidence_asked")
    reference = models.CharField(max_length=20)
    what = models.TextField()
    why = models.TextField(blank=True)
    to_role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="evidence_asked")
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    answer = models.TextField(blank=True)
    link = models.URLField(max_length=500, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    subject = models.OneToOneField(Subject, null=True, on_delete=models.PROTECT, related_name="evidence_asked")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "reference"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="one_asked_for_a_reference"),
            models.CheckConstraint(condition=Q(state="asked") | ~Q(answer=""), name="what_was_asked_has_its_answer"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.what[:120]}"


class Paper(models.Model):
    """A note or letter of the scrutineer: private to its writer until it is issued, and then never changed."""

    scope = "partnership"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="scrutiny_papers")
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    writer = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True, blank=True)
    role = models.CharField(max_length=200, blank=True)
    subject = models.OneToOneField(Subject, null=True, on_delete=models.PROTECT, related_name="scrutiny_paper")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at"]
        constraints = [
            models.CheckConstraint(condition=Q(issued_at__isnull=True) | ~Q(text=""), name="an_issued_paper_has_words")
        ]

    def __str__(self) -> str:
        return self.title


class ScrutineerView(models.Model):
    """The scrutineer's own view of one question of an indicator, or of overall effectiveness (no indicator).

    Private to its writer until issued; an issued one is never changed, and the newest counts.
    """

    scope = "partnership"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="scrutineer_views")
    framework = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="+")
    indicator = models.CharField(max_length=60, blank=True)
    question = models.CharField(max_length=60)
    grade = models.CharField(max_length=40)
    narrative = models.TextField()
    writer = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=200)
    saved_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True, blank=True)
    subject = models.OneToOneField(Subject, null=True, on_delete=models.PROTECT, related_name="scrutineer_view")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "writer", "indicator", "question"], condition=Q(issued_at__isnull=True),
                name="one_draft_view_of_a_question",
            ),
            models.CheckConstraint(
                condition=Q(issued_at__isnull=True) | ~Q(narrative=""), name="an_issued_view_has_words"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["partnership", "indicator", "-issued_at"])]

    def __str__(self) -> str:
        return f"{self.indicator or 'overall'}: {self.grade}"


class ViewAnswer(models.Model):
    """What a partner says to an issued view. It stands beside the view and changes nothing in it."""

    scope = "partnership"

    view = models.ForeignKey(ScrutineerView, on_delete=models.PROTECT, related_name="answers")
    words = models.TextField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="an_answer_to_a_view_has_words")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.words[:80]}"
