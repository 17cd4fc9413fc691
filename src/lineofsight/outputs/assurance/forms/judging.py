"""Rating a product on the scales of its framework."""

from collections.abc import Sequence
from typing import Any

from django import forms

from lineofsight.cycle.products import rules
from lineofsight.engine.framework import Framework
from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.ui.forms import DateField, LongTextField, MultipleChoiceField, Radios

SCALES = {
    "grade": "rating_scale",
    "evidence_strength": "strength_scale",
    "coverage": "coverage_scale",
    "confidence": "confidence_scale",
    "direction": "direction_scale",
}


class RateForm(CarefulForm):
    """What the evidence says, how strong it is, what it covers, how sure one can be, and which way things go."""

    names = {"grade": "a rating", "evidence_strength": "how strong the evidence is", "coverage": "what is covered",
             "confidence": "how sure you are", "direction": "which way it goes", "reason": "the reason",
             "rated_on": "the day of the rating", "next_review_on": "the day of the next review"}  # fmt: skip
    grade = forms.ChoiceField(label="What does the evidence say?")
    evidence_strength = forms.ChoiceField(label="How strong is the evidence?")
    coverage = forms.ChoiceField(label="How much does it cover?")
    confidence = forms.ChoiceField(label="How sure are you?")
    direction = forms.ChoiceField(label="Which way is it going?")
    reason = LongTextField(label="Why this rating?", help_text="Name the evidence that it rests on.", max_length=2000)
    rated_on = DateField(label="Day of the rating", help_text="For example, 21/10/2026")
    next_review_on = DateField(
        label="When must somebody look again?", help_text="The rating shows as out of date after this day."
    )
    organisations = MultipleChoiceField(label="Which organisations does it cover?", required=False)
    areas = MultipleChoiceField(label="Which areas does it cover?", required=False)

    def __init__(
        self,
        *args: Any,
        framework: Framework,
        organisations: Sequence[tuple[str, str]],
        areas: Sequence[tuple[str, str]],
        **facts: Any,
    ) -> None:
        super().__init__(*args, **facts)
        for name, scale in SCALES.items():
            grades = framework.get("scales", getattr(framework.meta, scale)).grades
            field: Any = self.fields[name]
            field.widget = Radios(hints={one.code: one.definition for one in grades})
            field.choices = [(one.code, one.name) for one in grades]
        self.fields["organisations"].choices = organisations  # type: ignore[attr-defined]
        self.fields["areas"].choices = areas  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The days must follow each other."""
        clean = super().clean()
        if clean.get("rated_on") and clean.get("next_review_on"):
            reason = rules.why_not_rated(reason="given", rated_on=clean["rated_on"],
                                         next_review_on=clean["next_review_on"], today=self.today)  # fmt: skip
            if reason:
                self.add_error("rated_on" if clean["rated_on"] > self.today else "next_review_on", reason)
        return clean
