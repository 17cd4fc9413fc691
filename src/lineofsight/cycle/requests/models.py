"""Rounds, requests and returns."""

import uuid

from django.db import models
from django.db.models import F, Q

from lineofsight.foundation.files.models import StoredFile
from lineofsight.foundation.partnership.models import Organisation, Partnership, Role, ScopedQuerySet
from lineofsight.foundation.trail.models import Actor, Subject


class Round(models.Model):
    """One asking: the same thing from many organisations by one day."""

    scope = "partnership"

    class Kind(models.TextChoices):
        DATA = "data", "Data return"
        SECTION_11 = "section_11", "Section 11 self-assessment"
        OTHER = "other", "Other"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="rounds")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.DATA)
    title = models.CharField(max_length=200)
    period_start = models.DateField()
    period_end = models.DateField()
    opens_on = models.DateField()
    due_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-due_on", "title"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "title"], name="one_round_for_a_title"),
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")), name="round_period_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(due_on__gte=F("opens_on")), name="round_due_after_it_opens"),
        ]

    def __str__(self) -> str:
        return self.title


class Request(models.Model):
    """What one organisation owes in a round, and which seat holds the work."""

    scope = "partnership"

    class State(models.TextChoices):
        OPEN = "open", "Not started"
        STARTED = "started", "Started"
        RECEIVED = "received", "Received"
        SENT_BACK = "sent_back", "Sent back"
        ACCEPTED = "accepted", "Accepted"
        EXCUSED = "excused", "Agreed missing"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="requests")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="requests")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="requests")
    role = models.ForeignKey(Role, null=True, blank=True, on_delete=models.PROTECT, related_name="requests")
    deputy_role = models.ForeignKey(Role, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(
        help_text="The round's day, or the day that was agreed since. Due means the end of that day."
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    became_late_on = models.DateField(null=True, blank=True, help_text="Set once, the day after it was due.")
    first_received_at = models.DateTimeField(null=True, blank=True)
    reason_code = models.CharField(max_length=40, blank=True, help_text="Why it is not supplied.")
    reason = models.TextField(blank=True)
    subject = models.ForeignKey(Subject, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "organisation"], name="one_request_for_each_organisation"),
            models.CheckConstraint(
                condition=~Q(state="excused") | ~Q(reason_code=""), name="an_excused_request_has_its_reason"
            ),
        ]
        indexes = [models.Index(fields=["partnership", "state", "due_on"])]

    def __str__(self) -> str:
        return f"{self.round}: {self.organisation}"


class Extension(models.Model):
    """More time asked for, and the answer."""

    scope = "partnership"

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="extensions")
    asked_until = models.DateField()
    reason = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    granted = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.request} until {self.asked_until}"


class TogetherExtended(models.Model):
    """A later day given to several agencies at once, which can be undone for ten minutes."""

    scope = "partnership"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="extended_together")
    until = models.DateField()
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.round} until {self.until}"


class ExtendedRequest(models.Model):
    """One of them, with the day that it had before. `version_after`: whether somebody has changed it since."""

    scope = "partnership"

    together = models.ForeignKey(TogetherExtended, on_delete=models.PROTECT, related_name="items")
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="+")
    due_before = models.DateField()
    version_after = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.request} from {self.due_before}"


class Return(models.Model):
    """What came: one sending. A later sending is a row of its own, and what was sent is never rewritten.

    A figure counts for the partnership's pages from `accepted_at`; lateness is judged by `received_at`.
    """

    scope = "partnership"

    class How(models.TextChoices):
        TEMPLATE = "template", "Template"
        RECIPE = "recipe", "A publisher's file"
        TYPED = "typed", "Typed in"
        API = "api", "Through the API"
        LOAD = "load", "Loaded on the command line"

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SENT = "sent", "Sent"
        SENT_BACK = "sent_back", "Sent back"
        ACCEPTED = "accepted", "Accepted"
        TAKEN_BACK = "taken_back", "Taken back"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="returns")
    request = models.ForeignKey(Request, null=True, blank=True, on_delete=models.PROTECT, related_name="returns")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="returns"
    )
    reference = models.CharField(max_length=20, help_text="What a person can say on the telephone.")
    how = models.CharField(max_length=8, choices=How.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    is_nil = models.BooleanField(default=False)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recipe_name = models.CharField(max_length=120, blank=True)
    content_digest = models.CharField(max_length=64, blank=True, help_text="The same content twice changes nothing.")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True, help_text="When the draft was last saved.")
    changed_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    subject = models.ForeignKey(Subject, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="one_return_for_a_reference"),
            models.UniqueConstraint(fields=["request"], condition=Q(state="draft"), name="one_draft_for_each_request"),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="an_accepted_return_says_when_and_by_whom",
            ),
        ]
        indexes = [models.Index(fields=["partnership", "content_digest"])]

    def __str__(self) -> str:
        return self.reference


class Question(models.Model):
    """What the Business Team asks about a return, and what the agency answers; neither is changed."""

    scope = "partnership"

    source = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["asked_at"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="a_question_has_words")]

    def __str__(self) -> str:
        return self.text
