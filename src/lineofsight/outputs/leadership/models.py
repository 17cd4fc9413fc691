"""Judgements of the indicators: what the sub-group proposed and what the Executive agreed, each kept for ever."""

from django.db import models
from django.db.models import Q

from lineofsight.cycle.products.models import Product
from lineofsight.foundation.handbook.models import FrameworkVersion
from lineofsight.foundation.partnership.models import Partnership, ScopedQuerySet
from lineofsight.foundation.trail.models import Actor


class Judgement(models.Model):
    """A judgement of one question of an indicator on a day. The newest of its kind counts; those before it stay."""

    scope = "partnership"

    class Kind(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        AGREED = "agreed", "Agreed"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="judgements")
    framework = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="+")
    indicator = models.CharField(max_length=60, help_text="A code of the framework’s indicators.")
    question = models.CharField(max_length=60, help_text="Which of the indicator’s ratings it is.")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    grade = models.CharField(max_length=40)
    direction = models.CharField(max_length=40)
    narrative = models.TextField()
    judged_on = models.DateField()
    proposal = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="agreements",
        help_text="The proposal that the Executive had before it.",
    )  # fmt: skip
    products = models.ManyToManyField(Product, blank=True, related_name="+", help_text="What it rests on.")
    at = models.DateTimeField()
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=200)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-judged_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(narrative=""), name="a_judgement_has_its_narrative"),
            models.CheckConstraint(
                condition=Q(kind="agreed") | Q(proposal__isnull=True), name="only_an_agreement_answers_a_proposal"
            ),
        ]
        indexes = [models.Index(fields=["partnership", "indicator", "-judged_on"])]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.grade}"


class JudgedFigure(models.Model):
    """A figure as it stood when the judgement was made, in words; the record moves on, this does not."""

    scope = "partnership"

    judgement = models.ForeignKey(Judgement, on_delete=models.PROTECT, related_name="figures")
    query = models.CharField(max_length=60, help_text="A code of the framework’s evidence queries.")
    words = models.CharField(max_length=300)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["judgement", "query"], name="a_figure_once_in_a_judgement")]

    def __str__(self) -> str:
        return self.words


class WrittenFigure(models.Model):
    """A figure that the record does not hold itself, written down with where it comes from; the newest counts."""

    scope = "partnership"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="written_figures")
    query = models.CharField(max_length=60, help_text="A code of the framework’s evidence queries.")
    on = models.DateField(help_text="The day as of which it holds.")
    words = models.CharField(max_length=300)
    source = models.CharField(max_length=300, help_text="Where it comes from.")
    at = models.DateTimeField()
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=200)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(words="") & ~Q(source=""), name="a_written_figure_has_words_and_source")
        ]
        indexes = [models.Index(fields=["partnership", "query", "-on"])]

    def __str__(self) -> str:
        return self.words
