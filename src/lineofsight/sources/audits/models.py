"""Standards in use, self-assessments and their moderation, the survey beside them, and returns that travel."""

import uuid

from django.db import models
from django.db.models import F, Q

from lineofsight.cycle.findings.models import Action
from lineofsight.cycle.products.models import Product
from lineofsight.cycle.requests.models import Request, Round
from lineofsight.foundation.partnership.models import Membership, Organisation, Partnership, Role, ScopedQuerySet
from lineofsight.foundation.trail.models import Actor, Subject


class StandardVersion(models.Model):
    """A set of standards as it was loaded: its canonical text and the hash of it. Never changed."""

    scope = "installation"

    code = models.SlugField(max_length=80)
    name = models.CharField(max_length=200)
    edition = models.CharField(max_length=40)
    is_core = models.BooleanField(default=True)
    content_hash = models.CharField(max_length=64, unique=True)
    content = models.TextField()
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["code", "-loaded_at"]

    def __str__(self) -> str:
        return f"{self.name}, {self.edition}"


class StandardUse(models.Model):
    """A version that a partnership may choose for its next audit, since when and until when."""

    scope = "partnership"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="standard_uses")
    version_used = models.ForeignKey(StandardVersion, on_delete=models.PROTECT, related_name="uses")
    taken_up_at = models.DateTimeField()
    taken_up_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "version_used"], name="one_use_of_a_version")]

    def __str__(self) -> str:
        return f"{self.partnership}: {self.version_used}"


class Audit(models.Model):
    """One round of self-assessments. It points at its versions for ever."""

    scope = "partnership"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="audits")
    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="audit")
    product = models.OneToOneField(Product, null=True, blank=True, on_delete=models.PROTECT, related_name="audit")
    core = models.ForeignKey(StandardVersion, on_delete=models.PROTECT, related_name="+")
    supplement = models.ForeignKey(StandardVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reply_working_days = models.PositiveSmallIntegerField(default=10)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.round)


class Moderator(models.Model):
    """A seat on the panel of an audit. Nobody moderates their own organisation."""

    scope = "partnership"

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="panel")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["audit", "role"], name="one_place_on_a_panel")]

    def __str__(self) -> str:
        return f"{self.role} moderates {self.audit}"


class Assessment(models.Model):
    """One organisation's self-assessment in an audit."""

    scope = "partnership"

    class State(models.TextChoices):
        OPEN = "open", "Not started"
        STARTED = "started", "In progress"
        DECLARED = "declared", "Declared"
        MODERATING = "moderating", "Being moderated"
        REPLY = "reply", "With the agency for its reply"
        AGREED = "agreed", "Agreed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="assessments")
    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="assessments")
    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="assessment")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="assessments")
    last_one = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    declared_at = models.DateTimeField(null=True, blank=True)
    declared_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    declared_role = models.CharField(max_length=200, blank=True)
    declared_hash = models.CharField(max_length=64, blank=True, help_text="Of the answers as they were declared.")
    moderation_began_at = models.DateTimeField(null=True, blank=True)
    reply_due_on = models.DateField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    subject = models.OneToOneField(Subject, null=True, on_delete=models.PROTECT, related_name="assessment")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["audit", "organisation"], name="one_assessment_of_an_organisation"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "started"]) | Q(declared_by__isnull=False),
                name="an_assessment_beyond_the_start_was_declared",
            ),
        ]
        indexes = [models.Index(fields=["partnership", "state"])]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.audit}"


class Assignment(models.Model):
    """Who fills in which standard of an organisation's assessment."""

    scope = "partnership"

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="assignments")
    standard = models.CharField(max_length=60)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "standard"], name="one_person_for_a_standard")]

    def __str__(self) -> str:
        return f"{self.membership}: {self.standard}"


class Answer(models.Model):
    """An organisation's own answer to one question. What was brought forward counts only once it was confirmed."""

    scope = "partnership"

    class State(models.TextChoices):
        EMPTY = "empty", "Not started"
        CARRIED = "carried", "Check last year’s answer"
        DRAFT = "draft", "In progress"
        DONE = "done", "Completed"

    class Carried(models.TextChoices):
        NO = "", "New answer"
        STILL_TRUE = "still_true", "Still true"
        CHANGED = "changed", "Changed since last time"

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=120)
    standard = models.CharField(max_length=60)
    is_core = models.BooleanField(default=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.EMPTY)
    grade = models.CharField(max_length=40, blank=True)
    what_shows_it = models.TextField(blank=True)
    difference = models.TextField(blank=True, help_text="What difference it makes for children.")
    not_applicable_reason = models.TextField(blank=True)
    carried = models.CharField(max_length=10, choices=Carried.choices, blank=True, default="")
    last_answer = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    subject = models.OneToOneField(Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="answer")
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "question"], name="one_answer_to_a_question"),
            models.CheckConstraint(condition=~Q(state="done") | ~Q(grade=""), name="a_completed_answer_has_its_grade"),
        ]
        indexes = [models.Index(fields=["assessment", "standard"]), models.Index(fields=["question", "grade"])]

    def __str__(self) -> str:
        return f"{self.assessment}: {self.question}"


class PlannedAction(models.Model):
    """What the organisation will do about an answer; it joins the actions of the cycle when the assessment is declared."""

    scope = "partnership"

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="planned_actions")
    text = models.TextField()
    owner = models.ForeignKey(Role, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    joined = models.OneToOneField(
        Action, null=True, blank=True, on_delete=models.PROTECT, related_name="planned_in_audit"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.text[:120]


class Moderation(models.Model):
    """What the panel thinks of an answer; never overwritten, the newest counts."""

    scope = "partnership"

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="moderations")
    grade = models.CharField(max_length=40)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    is_after_reply = models.BooleanField(default=False)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.answer}: {self.grade}"


class Query(models.Model):
    """A question of the panel about an answer; those of one organisation go out as one e-mail."""

    scope = "partnership"

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="queries")
    text = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return self.text[:120]


class Reply(models.Model):
    """What the organisation says to a moderated grade, within its right of reply."""

    scope = "partnership"

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="replies")
    text = models.TextField()
    at = models.DateTimeField()
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:120]


class Survey(models.Model):
    """The practitioner survey beside an audit: one address for everybody, no account, nobody's identity anywhere."""

    scope = "partnership"

    audit = models.OneToOneField(Audit, on_delete=models.PROTECT, related_name="survey")
    secret_digest = models.CharField(max_length=64, unique=True)
    opens_on = models.DateField()
    closes_on = models.DateField()
    smallest_group = models.PositiveSmallIntegerField(default=5, help_text="Fewer replies than this are not shown.")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="survey_closes_after")]

    def __str__(self) -> str:
        return f"Survey of {self.audit}"


class SurveyReply(models.Model):
    """One reply: where the person works, and what they chose. No time of day, no address, no words of their own."""

    scope = "partnership"

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="replies")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"A reply from {self.organisation}"


class SurveyAnswer(models.Model):
    """One choice of a reply."""

    scope = "partnership"

    class Choice(models.TextChoices):
        AGREE = "agree", "Agree"
        PARTLY = "partly", "Partly agree"
        DISAGREE = "disagree", "Do not agree"
        DO_NOT_KNOW = "do_not_know", "Do not know"

    reply = models.ForeignKey(SurveyReply, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=60)
    choice = models.CharField(max_length=11, choices=Choice.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reply", "question"], name="one_choice_for_a_question")]

    def __str__(self) -> str:
        return f"{self.question}: {self.choice}"


class CoreReturn(models.Model):
    """An organisation's own answers to a core set, as one text that any partnership can accept. Never changed."""

    scope = "organisation"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="core_returns")
    core = models.ForeignKey(StandardVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    content = models.TextField(help_text="The open format, described in docs/core-return.md.")
    content_hash = models.CharField(max_length=64)
    made_from = models.ForeignKey(Assessment, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "content_hash"], name="one_core_return_for_a_content")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.made_at:%d %B %Y}"


class AcceptedReturn(models.Model):
    """A partnership accepted a core return that was made for another one."""

    scope = "partnership"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="accepted_returns")
    core_return = models.ForeignKey(CoreReturn, on_delete=models.PROTECT, related_name="acceptances")
    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="accepted_return")
    accepted_at = models.DateTimeField()
    accepted_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.partnership} accepted {self.core_return}"
