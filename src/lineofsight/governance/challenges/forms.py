"""What is typed on the pages of challenges and escalations."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.ui.forms import DateField, LongTextField

Choices = Sequence[tuple[str, str]]


class AskForm(CarefulForm):
    """A question to a role. A Lead Safeguarding Partner's form has no one to choose: it goes to the Executive's chair."""

    names = {"question": "your question", "to_role": "who should answer", "due_on": "the day"}
    question = LongTextField(label="What is your question?", max_length=1000, rows=4)
    to_role = forms.ChoiceField(label="Who should answer?")
    to_group = forms.ChoiceField(
        label="Which group should talk about it?",
        help_text="It comes first on that group’s next agenda.",
        required=False,
    )
    evidence = LongTextField(
        label="What does it rest on?",
        help_text="For example: a figure, an audit, what children said. It helps to get a good answer.",
        max_length=2000,
        rows=4,
        required=False,
    )
    due_on = DateField(label="Answer by", help_text="For example, 31/10/2026")
    about = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, seats: Choices = (), groups: Choices = (), **facts: Any) -> None:
        super().__init__(*args, **facts)
        if not seats:
            del self.fields["to_role"], self.fields["to_group"]
            return
        self.fields["to_role"].choices = [("", "Choose a role"), *seats]  # type: ignore[attr-defined]
        self.fields["to_group"].choices = [("", "None"), *groups]  # type: ignore[attr-defined]

    def clean_due_on(self) -> date:
        """A day that is still to come."""
        day: date = self.cleaned_data["due_on"]
        if day < self.today:
            raise forms.ValidationError("Choose a day that is still to come.")
        return day


class AnswerForm(CarefulForm):
    """The answer of the role that was asked."""

    names = {"words": "your answer"}
    words = LongTextField(
        label="Your answer",
        help_text="Say what is so, how you know, and what you will do by when.",
        max_length=4000,
        rows=8,
    )


class SettleForm(CarefulForm):
    """What came of it."""

    names = {"outcome": "what was agreed"}
    outcome = LongTextField(
        label="What was agreed because of it?",
        help_text="If nothing needs to be done, say why the answer is enough.",
        max_length=2000,
        rows=4,
    )
    effect = LongTextField(
        label="What changed for children because of it?",
        help_text="Leave it empty if it is too early. You can add it later.",
        max_length=2000,
        rows=4,
        required=False,
    )


class EffectForm(CarefulForm):
    """What changed because of it, once that is known."""

    names = {"effect": "what changed"}
    effect = LongTextField(label="What changed for children because of it?", max_length=2000, rows=5)


class EscalationForm(CarefulForm):
    """A disagreement between two agencies, for the count alone: nothing of the child."""

    names = {
        "by_organisation": "the agency that did not agree", "to_organisation": "the other agency",
        "stage": "the stage", "reason": "what it was about", "raised_on": "the day",
    }  # fmt: skip
    by_organisation = forms.ChoiceField(label="Which agency did not agree?")
    to_organisation = forms.ChoiceField(label="With which agency?")
    stage = forms.ChoiceField(label="At which stage is it?")
    theme = forms.ChoiceField(label="Which theme is it about?", required=False)
    reason = LongTextField(
        label="What was it about, in general?",
        help_text="For example: whether a strategy meeting was needed. Write nothing about the child or the family.",
        max_length=500,
        rows=3,
    )
    raised_on = DateField(label="On which day did this stage begin?", help_text="For example, 31/10/2026")

    def __init__(
        self, *args: Any, bodies: Choices = (), stages: Choices = (), themes: Choices = (), **facts: Any
    ) -> None:
        super().__init__(*args, **facts)
        for name in ("by_organisation", "to_organisation"):
            self.fields[name].choices = [("", "Choose an agency"), *bodies]  # type: ignore[attr-defined]
        self.fields["stage"].choices = [("", "Choose a stage"), *stages]  # type: ignore[attr-defined]
        self.fields["theme"].choices = [("", "None of these"), *themes]  # type: ignore[attr-defined]


class EndEscalationForm(CarefulForm):
    """How a disagreement was settled."""

    names = {"outcome": "how it was settled", "settled_on": "the day"}
    settled_on = DateField(label="On which day was it settled?", help_text="For example, 31/10/2026")
    outcome = LongTextField(label="How was it settled?", max_length=500, rows=3)
    is_good_practice = forms.BooleanField(required=False, label="It shows good practice that others can learn from")


class NextStageForm(CarefulForm):
    """A disagreement that goes on to another stage."""

    names = {"stage": "the stage", "on": "the day"}
    stage = forms.ChoiceField(label="To which stage does it go?")
    on = DateField(label="On which day?", help_text="For example, 31/10/2026")

    def __init__(self, *args: Any, stages: Choices = (), **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["stage"].choices = [("", "Choose a stage"), *stages]  # type: ignore[attr-defined]
