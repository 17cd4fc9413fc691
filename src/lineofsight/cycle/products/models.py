"""Products, the steps of their life, their ratings, and the route that each one travels."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.handbook.models import FrameworkVersion
from lineofsight.foundation.partnership.models import Area, Group, Organisation, Partnership, Role
from lineofsight.foundation.trail.models import Actor, Subject


class ProductQuerySet(models.QuerySet[Any]):
    """Rows reached through their partnership."""

    def for_partnership(self, partnership: Partnership) -> Self:
        """Those of one partnership."""
        return self.filter(partnership=partnership)

    def open(self) -> Self:
        """Those that are neither closed nor withdrawn."""
        return self.exclude(stage__in=["closed", "stopped"])


class Product(models.Model):
    """One piece of assurance of any kind. Kind, states, gates and route are those of the framework version it began under."""

    scope = "partnership"

    class Stage(models.TextChoices):
        WORK = "work", "Being worked on"
        ROUTE = "route", "On its route"
        SETTLED = "settled", "Agreed"
        CLOSED = "closed", "Closed"
        STOPPED = "stopped", "Withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="products")
    framework = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="products")
    kind = models.CharField(max_length=60, help_text="A code of the framework’s kinds.")
    reference = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=20, default="planned")
    lead = models.ForeignKey(Role, null=True, blank=True, on_delete=models.PROTECT, related_name="led_products")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="products",
        help_text="The one agency that it is about, for tools of a single agency.",
    )  # fmt: skip
    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    marking = models.CharField(max_length=60, default="OFFICIAL-SENSITIVE")
    subject = models.OneToOneField(Subject, null=True, on_delete=models.PROTECT, related_name="product")
    version = models.PositiveIntegerField(default=1)
    # What its framework says of its kind and state, kept beside it: products of two versions stand in one list.
    tool = models.CharField(max_length=60, blank=True, default="", help_text="The framework’s tool; empty without one.")
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.WORK)
    is_restricted = models.BooleanField(default=False)
    is_private = models.BooleanField(default=False, help_text="The scrutineer’s own, until it is issued.")

    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ["-due_on", "title"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="one_product_for_a_reference"),
            models.CheckConstraint(
                condition=Q(period_end__isnull=True) | Q(period_start__isnull=False, period_end__gte=F("period_start")),
                name="product_period_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(fields=["partnership", "kind", "-due_on"]),
            models.Index(fields=["partnership", "state"]),
            models.Index(fields=["partnership", "tool", "-due_on"]),
        ]

    def __str__(self) -> str:
        return self.title


class ProductWords(models.Model):
    """What a product says in short. Saved as a draft; a change after a sign-off voids that sign-off."""

    scope = "partnership"

    product = models.OneToOneField(Product, primary_key=True, on_delete=models.PROTECT, related_name="words")
    scope_text = models.TextField(blank=True, help_text="What it covers, and the main questions.")
    what = models.TextField(blank=True)
    so_what = models.TextField(blank=True)
    what_next = models.TextField(blank=True)
    no_findings = models.TextField(blank=True, help_text="Why there are no findings.")
    shared_on = models.DateField(null=True, blank=True, help_text="When it was shared with the partnership.")
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"Words of {self.product}"


class Tag(models.Model):
    """What a product is about: an objective, priority, indicator or theme of the framework."""

    scope = "partnership"

    class Section(models.TextChoices):
        OBJECTIVES = "objectives", "Objective"
        PRIORITIES = "priorities", "Priority"
        INDICATORS = "indicators", "Indicator"
        THEMES = "themes", "Theme"

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="tags")
    section = models.CharField(max_length=12, choices=Section.choices)
    code = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "section", "code"], name="one_tag_of_a_product")]
        indexes = [models.Index(fields=["section", "code"])]

    def __str__(self) -> str:
        return f"{self.section}: {self.code}"


class Relation(models.Model):
    """How two products hang together."""

    scope = "partnership"

    class Kind(models.TextChoices):
        FEEDS = "feeds", "Goes into"
        FOLLOWS = "follows", "Looks again at"

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="relations")
    to = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="related_from")
    kind = models.CharField(max_length=8, choices=Kind.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "to", "kind"], name="one_relation_of_two_products")]

    def __str__(self) -> str:
        return f"{self.product} {self.get_kind_display()} {self.to}"


class Move(models.Model):
    """One step of a product's life; never changed."""

    scope = "partnership"

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="moves")
    step = models.CharField(max_length=30)
    from_state = models.CharField(max_length=20)
    to_state = models.CharField(max_length=20)
    at = models.DateTimeField()
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=200)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.product}: {self.to_state}"


class GateRecord(models.Model):
    """A gate that a person says is met, with when and how; or, as a waiver, the reason for going on without it."""

    scope = "partnership"

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="gate_records")
    gate = models.CharField(max_length=40)
    is_waiver = models.BooleanField(default=False)
    on = models.DateField(null=True, blank=True)
    note = models.TextField()
    at = models.DateTimeField()
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.product}: {self.gate}"


class Rating(models.Model):
    """A judgement on a product as it stood on a day; never overwritten, the newest counts. Freshness is worked out apart."""

    scope = "partnership"

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="ratings")
    scale = models.CharField(max_length=40, default="rating")
    grade = models.CharField(max_length=40)
    evidence_strength = models.CharField(max_length=40)
    coverage = models.CharField(max_length=40)
    confidence = models.CharField(max_length=40)
    direction = models.CharField(max_length=40)
    reason = models.TextField()
    rated_on = models.DateField()
    next_review_on = models.DateField()
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="+")
    areas = models.ManyToManyField(Area, blank=True, related_name="+")
    at = models.DateTimeField()
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=200)

    class Meta:
        ordering = ["-rated_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_rating_has_its_reason"),
            models.CheckConstraint(condition=Q(next_review_on__gt=F("rated_on")), name="next_review_after_rating"),
        ]
        indexes = [models.Index(fields=["product", "-rated_on", "-id"])]

    def __str__(self) -> str:
        return f"{self.product}: {self.grade}"


class Stop(models.Model):
    """One group on a product's route. A product that was sent back travels again: that is its next lap."""

    scope = "partnership"

    class Part(models.TextChoices):
        ADVISE = "advise", "Considers and advises"
        DECIDE = "decide", "Decides"
        SIGN_OFF = "sign_off", "Signs off"

    class State(models.TextChoices):
        AHEAD = "ahead", "Not there yet"
        HERE = "here", "Waiting"
        DONE = "done", "Considered"
        SENT_BACK = "sent_back", "Sent back"
        STOPPED = "stopped", "Did not get there"

    class Outcome(models.TextChoices):
        NONE = "", "Nothing yet"
        AGREED = "agreed", "Agreed"
        CONDITIONS = "conditions", "Agreed with conditions"
        NOTED = "noted", "Noted"
        NOT_AGREED = "not_agreed", "Not agreed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="stops")
    lap = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveSmallIntegerField()
    group_code = models.CharField(max_length=60)
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="stops")
    part = models.CharField(max_length=8, choices=Part.choices)
    state = models.CharField(max_length=9, choices=State.choices, default=State.AHEAD)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default="")
    words = models.TextField(blank=True, help_text="The advice, the conditions, or the reasons.")
    arrived_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    done_role = models.CharField(max_length=200, blank=True)

    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ["lap", "position"]
        constraints = [
            models.UniqueConstraint(fields=["product", "lap", "position"], name="one_stop_at_a_place"),
            models.UniqueConstraint(fields=["product"], condition=Q(state="here"), name="a_product_is_at_one_stop"),
            models.CheckConstraint(
                condition=~Q(state="here") | Q(arrived_at__isnull=False), name="a_product_arrived_where_it_waits"
            ),
        ]
        indexes = [models.Index(fields=["partnership", "state", "group_code"])]

    def __str__(self) -> str:
        return f"{self.product} at {self.group_code}"


class StopView(models.Model):
    """What a member thinks before the group meets. Kept when changed; a person's newest one counts."""

    scope = "partnership"

    class View(models.TextChoices):
        AGREE = "agree", "Agree"
        CONDITIONS = "conditions", "Agree with conditions"
        NOT_AGREE = "not_agree", "Do not agree"
        QUESTION = "question", "Ask a question"

    stop = models.ForeignKey(Stop, on_delete=models.PROTECT, related_name="views")
    view = models.CharField(max_length=10, choices=View.choices)
    words = models.TextField(blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.actor}: {self.get_view_display()}"


class SignOff(models.Model):
    """One safeguarding partner's sign-off of exactly this content. A later change voids it, and that is kept too."""

    scope = "partnership"

    class Way(models.TextChoices):
        HERE = "here", "In Line of Sight"
        ROOM = "room", "In the room"
        EMAIL = "email", "By e-mail"

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="sign_offs")
    stop = models.ForeignKey(Stop, on_delete=models.PROTECT, related_name="sign_offs")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64)
    way = models.CharField(max_length=5, choices=Way.choices, default=Way.HERE)
    proof = models.ForeignKey(Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proof_words = models.TextField(blank=True)
    signed_at = models.DateTimeField(help_text="When the partner said so, here or elsewhere.")
    signed_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=200)
    recorded_by = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Who wrote down what was said elsewhere, or prepared it for a chief.",
    )  # fmt: skip
    confirmed_at = models.DateTimeField(null=True, blank=True, help_text="When the partner confirmed it here.")
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_because = models.TextField(blank=True)

    class Meta:
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "organisation"], condition=Q(voided_at__isnull=True), name="one_sign_off_that_stands"
            ),
            models.CheckConstraint(
                condition=Q(recorded_by__isnull=True) | ~Q(recorded_by=F("signed_by")),
                name="who_records_is_not_who_signs",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} signed {self.product}"
