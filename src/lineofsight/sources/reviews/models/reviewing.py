"""Rapid reviews and local practice reviews."""

import uuid

from django.db import models
from django.db.models import Q

from lineofsight.cycle.products.models import Product
from lineofsight.foundation.partnership.models import Organisation, Partnership, Role, ScopedQuerySet
from lineofsight.foundation.trail.models import Actor, Subject
from lineofsight.sources.reviews.models.incidents import Incident


class RapidReview(models.Model):
    """The first look after a notification, with what the Panel said to it."""

    scope = "partnership"

    class Outcome(models.TextChoices):
        NONE = "", "Not decided yet"
        LOCAL_REVIEW = "local_review", "A local review"
        NO_REVIEW = "no_review", "No local review: the learning is complete"
        OTHER = "other", "Another way of learning"
        NOT_QUALIFYING = "not_qualifying", "It does not meet the criteria"
        NATIONAL = "national", "We recommend a national review"

    class PanelView(models.TextChoices):
        NONE = "", "No reply yet"
        AGREED = "agreed", "Agreed"
        CHALLENGED = "challenged", "Challenged"
        MORE = "more", "Asked for more"

    incident = models.OneToOneField(Incident, primary_key=True, on_delete=models.PROTECT, related_name="rapid_review")
    product = models.OneToOneField(
        Product, null=True, blank=True, on_delete=models.PROTECT, related_name="rapid_review"
    )
    meeting_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=14, choices=Outcome.choices, blank=True, default="")
    outcome_reason = models.TextField(blank=True)
    decided_on = models.DateField(null=True, blank=True)
    sent_on = models.DateField(null=True, blank=True, help_text="When it was sent to the Panel with the decision.")
    panel_replied_on = models.DateField(null=True, blank=True)
    panel_view = models.CharField(max_length=10, choices=PanelView.choices, blank=True, default="")
    panel_words = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="") | ~Q(outcome_reason=""), name="a_rapid_review_outcome_has_its_reason"
            ),
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True) | ~Q(outcome=""), name="a_rapid_review_is_sent_with_its_decision"
            ),
        ]

    def __str__(self) -> str:
        return f"Rapid review of {self.incident}"


class CoveredItem(models.Model):
    """What the rapid review says to one item that it must cover."""

    scope = "partnership"

    review = models.ForeignKey(RapidReview, on_delete=models.PROTECT, related_name="covered")
    item = models.CharField(max_length=40)
    text = models.TextField()
    at = models.DateTimeField()
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "item"], name="one_text_for_an_item")]

    def __str__(self) -> str:
        return self.item


class TimetableDay(models.Model):
    """One day of the timetable that a rapid review's clock gives."""

    scope = "partnership"

    review = models.ForeignKey(RapidReview, on_delete=models.PROTECT, related_name="timetable")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    on = models.DateField()
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [models.UniqueConstraint(fields=["review", "code"], name="one_day_for_a_part")]

    def __str__(self) -> str:
        return self.name


class SummaryRequest(models.Model):
    """What one agency is asked to say of its involvement."""

    scope = "partnership"

    class State(models.TextChoices):
        ASKED = "asked", "Asked"
        GIVEN = "given", "Given"
        NOT_INVOLVED = "not_involved", "Not involved"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(RapidReview, on_delete=models.PROTECT, related_name="summaries")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.ForeignKey(Role, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.ASKED)
    involvement = models.TextField(blank=True)
    good_practice = models.TextField(blank=True)
    learning = models.TextField(blank=True)
    immediate_action = models.TextField(blank=True)
    given_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    subject = models.OneToOneField(Subject, null=True, on_delete=models.PROTECT, related_name="summary_request")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "organisation"], name="one_summary_of_an_agency"),
            models.CheckConstraint(
                condition=Q(state="asked") | Q(given_at__isnull=False), name="a_given_summary_says_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.review}"


class PracticeReview(models.Model):
    """A local child safeguarding practice review, from the decision to hold it to its publication or the reasons against."""

    scope = "partnership"

    class Publication(models.TextChoices):
        NONE = "", "Not decided yet"
        FULL = "full", "Published in full"
        ANONYMISED = "anonymised", "Published without what could identify anybody"
        NOT = "not", "Not published"

    incident = models.OneToOneField(
        Incident, primary_key=True, on_delete=models.PROTECT, related_name="practice_review"
    )
    product = models.OneToOneField(
        Product, null=True, blank=True, on_delete=models.PROTECT, related_name="practice_review"
    )
    initiated_on = models.DateField(help_text="The decision to initiate it. Its six months start here.")
    reviewer = models.CharField(max_length=200, blank=True)
    independence = models.TextField(blank=True, help_text="How the reviewer's independence was checked.")
    terms = models.TextField(blank=True)
    looks_at_from = models.DateField(null=True, blank=True)
    looks_at_to = models.DateField(null=True, blank=True)
    family = models.TextField(blank=True, help_text="How the family was offered to take part, and whether they did.")
    practitioners_met_on = models.DateField(null=True, blank=True)
    legal_check = models.TextField(blank=True, help_text="Who read it, and when.")
    planned_for = models.DateField(null=True, blank=True, help_text="The planned day of publication.")
    sent_on = models.DateField(null=True, blank=True, help_text="When the full report was sent ahead of publication.")
    publication = models.CharField(max_length=10, choices=Publication.choices, blank=True, default="")
    publication_reason = models.TextField(blank=True)
    published_instead = models.TextField(blank=True, help_text="What about improvements is published instead.")
    published_on = models.DateField(
        null=True, blank=True, help_text="The day of publication, or of the decision against it."
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(publication="not") | (~Q(publication_reason="") & ~Q(published_instead="")),
                name="not_published_has_reason_and_what_instead",
            ),
            models.CheckConstraint(
                condition=Q(publication="") | Q(published_on__isnull=False), name="a_publication_has_its_day"
            ),
        ]

    def __str__(self) -> str:
        return f"Local review of {self.incident}"
