"""Judging an indicator."""

from collections.abc import Sequence
from typing import Any

from django import forms

from lineofsight.engine.framework import Framework
from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.ui.forms import DateField, Form, LongTextField, MultipleChoiceField, Radios

Choices = Sequence[tuple[str, str]]


class JudgeForm(CarefulForm):
    """To what extent, which way it goes, why, and what it rests on."""

    names = {"grade": "a judgement", "direction": "which way it goes", "narrative": "why you judge so",
             "judged_on": "the day of the judgement"}  # fmt: skip
    grade = forms.ChoiceField(label="To what extent?")
    direction = forms.ChoiceField(label="Which way is it going?")
    narrative = LongTextField(
        label="Why do you judge so?",
        help_text="Say what the evidence shows, what it does not show, and what difference it made for children.",
        max_length=3000,
        rows=8,
    )
    products = MultipleChoiceField(
        label="Which products does it rest on?",
        help_text="The figures on the indicator’s page are kept with your judgement as they are now.",
        required=False,
    )
    judged_on = DateField(label="Day of the judgement", help_text="For example, 21/10/2026")

    def __init__(self, *args: Any, framework: Framework, products: Choices, **facts: Any) -> None:
        super().__init__(*args, **facts)
        for name, scale in (("grade", framework.meta.extent_scale), ("direction", framework.meta.direction_scale)):
            grades = framework.get("scales", scale).grades
            field: Any = self.fields[name]
            field.widget = Radios(hints={one.code: one.definition for one in grades})
            field.choices = [(one.code, one.name) for one in grades]
        if products:
            self.fields["products"].choices = products  # type: ignore[attr-defined]
        else:
            del self.fields["products"]


class DayForm(Form):
    """As it stood on which day?"""

    says_optional = False
    on = DateField(label="As it stood on", help_text="For example, 31/3/2026", required=False)


class QuestionForm(CarefulForm):
    """A leader's question."""

    names = {"question": "your question"}
    question = LongTextField(
        label="What do you want to ask?",
        help_text="It goes to who leads the system of scrutiny. The answer stands in the log of challenges.",
        max_length=1000,
        rows=4,
    )


class FigureForm(CarefulForm):
    """A figure that the record does not hold."""

    names = {"words": "the figure", "source": "where it comes from", "on": "the day"}
    words = forms.CharField(
        label="What is the figure?",
        help_text="In a sentence, for example: 412 of 480 staff are in date.",
        max_length=300,
    )
    source = forms.CharField(
        label="Where does it come from?", help_text="For example, the budget of 2026, page 4.", max_length=300
    )
    on = DateField(label="As of which day?", help_text="For example, 30/9/2026")
