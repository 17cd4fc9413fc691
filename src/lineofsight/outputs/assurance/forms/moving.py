"""Steps, gates, and what groups say along the route."""

from typing import Any

from django import forms

from lineofsight.cycle.products.models import Stop, StopView
from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.ui.forms import DateField, LongTextField, Radios


class StepForm(CarefulForm):
    """A step onward needs nothing but the decision to take it."""


class ReasonForm(CarefulForm):
    """Back to work, or withdraw."""

    names = {"reason": "the reason"}
    reason = LongTextField(label="Why?", help_text="The reason stays on record.", max_length=1000, rows=4)


class GateForm(CarefulForm):
    """How something needed was met."""

    names = {"on": "the day", "note": "how it was met"}
    on = DateField(label="When?", help_text="For example, 21/10/2026", required=False)
    note = LongTextField(
        label="How was it met?",
        help_text="Say who did it and what shows it.",
        max_length=1000,
        rows=4,
    )

    def clean_on(self) -> Any:
        """A day that has come."""
        day = self.cleaned_data["on"]
        if day is not None and day > self.today:
            raise forms.ValidationError("Give a day that has come.")
        return day


class WaiverForm(CarefulForm):
    """Why to go on without it."""

    names = {"note": "the reason"}
    note = LongTextField(
        label="Why is it right to go on without it?",
        help_text="The reason shows on the product’s page.",
        max_length=1000,
        rows=4,
    )


class ConsiderForm(CarefulForm):
    """What a group said."""

    names = {"outcome": "what the group said", "words": "the words"}
    outcome = forms.ChoiceField(label="What did the group say?", widget=Radios())
    words = LongTextField(
        label="In its words",
        help_text="The advice, the conditions or the reasons. The next group reads this first.",
        max_length=3000,
        rows=6,
        required=False,
    )

    def __init__(self, *args: Any, part: str, **facts: Any) -> None:
        super().__init__(*args, **facts)
        advice = part == Stop.Part.ADVISE
        labels = {"agreed": "Advises to agree", "conditions": "Advises to agree with conditions",
                  "not_agreed": "Advises not to agree"} if advice else {}  # fmt: skip
        outcomes = [(code, labels.get(code, label)) for code, label in Stop.Outcome.choices if code]
        self.fields["outcome"].choices = outcomes  # type: ignore[attr-defined]


class ViewForm(CarefulForm):
    """What a member thinks before the group meets."""

    names = {"view": "what you think"}
    view = forms.ChoiceField(label="What do you think?", choices=StopView.View.choices, widget=Radios())
    words = LongTextField(label="Your conditions, reasons or question", max_length=1500, rows=4, required=False)
