"""What is typed on the pages of independent scrutiny."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from lineofsight.engine.framework import Framework
from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.ui.forms import DateField, DecimalField, LongTextField, Radios
from lineofsight.sources.scrutiny.models import Activity

Choices = Sequence[tuple[str, str]]


class PlanForm(CarefulForm):
    """Something to do, on a day."""

    names = {"kind": "what kind it is", "title": "what you will do", "planned_on": "the day", "days": "how many days"}
    kind = forms.ChoiceField(label="What kind is it?", choices=Activity.Kind.choices, widget=Radios)
    title = forms.CharField(label="What will you do?", max_length=200)
    question = LongTextField(label="What do you want to find out?", max_length=2000, rows=4, required=False)
    organisation = forms.ChoiceField(label="Which organisation is it about?", required=False)
    planned_on = DateField(label="On which day?", help_text="For example, 21/10/2026")
    days = DecimalField(label="How many days does it take?", help_text="For example, 0.5", min_value=0, max_value=99)
    is_shared = forms.BooleanField(required=False, label="Partners may see it in the plan")

    def __init__(self, *args: Any, bodies: Choices, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["organisation"].choices = [("", "None of them alone"), *bodies]  # type: ignore[attr-defined]


class DoneForm(CarefulForm):
    """How it went, or that it does not take place."""

    names = {"state": "how it stands", "planned_on": "the day", "days": "how many days"}
    state = forms.ChoiceField(label="How does it stand?", choices=Activity.State.choices, widget=Radios)
    planned_on = DateField(label="On which day?", help_text="For example, 21/10/2026")
    days = DecimalField(label="How many days?", help_text="For example, 0.5", min_value=0, max_value=99)
    outcome = LongTextField(
        label="What came of it?", help_text="Needed when it is done.", max_length=2000, rows=4, required=False
    )
    is_shared = forms.BooleanField(required=False, label="Partners may see it in the plan")


class DaysForm(CarefulForm):
    """How many days were agreed."""

    names = {"starts_on": "the day", "days": "how many days"}
    starts_on = DateField(label="From which day?", help_text="For example, 1/4/2026")
    days = DecimalField(label="How many days for the year?", min_value=1, max_value=366)


class AskForm(CarefulForm):
    """What is asked for, of whom."""

    names = {"what": "what you need", "to_role": "who should give it", "due_on": "the day"}
    what = LongTextField(label="What do you need?", max_length=1000, rows=4)
    why = LongTextField(label="What is it for?", max_length=1000, rows=3, required=False)
    to_role = forms.ChoiceField(label="Who should give it?")
    due_on = DateField(label="By which day?", help_text="For example, 21/11/2026")

    def __init__(self, *args: Any, seats: Choices, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["to_role"].choices = [("", "Choose a role"), *seats]  # type: ignore[attr-defined]

    def clean_due_on(self) -> date:
        """A day that is still to come."""
        day: date = self.cleaned_data["due_on"]
        if day < self.today:
            raise forms.ValidationError("Choose a day that is still to come.")
        return day


class GiveForm(CarefulForm):
    """What is given, or why not."""

    names = {"given": "whether you give it", "words": "your answer"}
    given = forms.ChoiceField(
        label="Do you give it?", choices=[("yes", "Yes, here it is"), ("no", "No, or not all of it")], widget=Radios
    )
    words = LongTextField(
        label="Your answer", help_text="Say what you give and where it is, or why you do not.", max_length=4000, rows=6
    )
    link = forms.URLField(label="A link to it", required=False, max_length=500, assume_scheme="https")


class PaperForm(CarefulForm):
    """A note or letter."""

    names = {"title": "a title"}
    title = forms.CharField(label="Title", max_length=200)
    text = LongTextField(label="Text", max_length=20000, rows=16, required=False)


class ViewForm(CarefulForm):
    """To what extent, in the scrutineer's own view."""

    names = {"grade": "your view", "narrative": "why you see it so"}
    grade = forms.ChoiceField(label="To what extent, in your view?")
    narrative = LongTextField(
        label="Why do you see it so?", help_text="Say what you saw, read and heard.", max_length=4000, rows=8
    )

    def __init__(self, *args: Any, framework: Framework, **facts: Any) -> None:
        super().__init__(*args, **facts)
        grades = framework.get("scales", framework.meta.extent_scale).grades
        field: Any = self.fields["grade"]
        field.widget = Radios(hints={one.code: one.definition for one in grades})
        field.choices = [(one.code, one.name) for one in grades]


class WordsForm(CarefulForm):
    """Words alone."""

    names = {"words": "your answer"}
    words = LongTextField(label="Your answer", max_length=3000, rows=6)


class ConfirmForm(CarefulForm):
    """Nothing but the version that was read."""
