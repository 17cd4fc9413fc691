"""Opening a round, its survey, a set of standards as a file, and reminding."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.ui.forms import DateField, Form, MultipleChoiceField, Radios, WholeNumberField
from lineofsight.sources.audits.models import SurveyAnswer

Choices = Sequence[tuple[str, str]]


class RoundForm(CarefulForm):
    """A round: which standards, when, who is asked, who moderates."""

    names = {
        "title": "a title", "core": "the standards", "opens_on": "the day it opens", "due_on": "the day it is due",
        "organisations": "at least one organisation", "panel": "who moderates",
    }  # fmt: skip
    title = forms.CharField(label="Title", max_length=200, help_text="For example, Section 11 audit 2026")
    core = forms.ChoiceField(label="Standards", help_text="The round points at this version for ever.")
    supplement = forms.ChoiceField(label="Local questions", required=False)
    opens_on = DateField(label="Opens on", help_text="For example, 1/9/2026")
    due_on = DateField(label="Due on", help_text="Most partnerships give six to eight weeks.")
    organisations = MultipleChoiceField(label="Who is asked?")
    panel = MultipleChoiceField(label="Who moderates?", help_text="Nobody moderates their own organisation.")
    reply_working_days = WholeNumberField(
        label="How many working days may an agency reply to its grades?", initial=10, min_value=5, max_value=60
    )

    def __init__(
        self, *args: Any, cores: Choices, supplements: Choices, bodies: Choices, seats: Choices, **facts: Any
    ) -> None:
        super().__init__(*args, **facts)
        choices = {
            "core": cores, "supplement": [("", "None"), *supplements], "organisations": bodies, "panel": seats,
        }  # fmt: skip
        for name, values in choices.items():
            self.fields[name].choices = list(values)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The day on which it is due comes after the one on which it opens."""
        clean = super().clean()
        if clean.get("opens_on") and clean.get("due_on") and clean["due_on"] <= clean["opens_on"]:
            self.add_error("due_on", ValidationError("The day it is due must be after the day it opens."))
        return clean


class ChosenForm(Form):
    """Several agencies at once."""

    names = {"requests": "at least one organisation"}
    requests = MultipleChoiceField(label="Which organisations?")

    def __init__(self, *args: Any, requests: Choices, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["requests"].choices = list(requests)  # type: ignore[attr-defined]

    def chosen(self) -> set[UUID]:
        """The requests that were chosen."""
        return {UUID(key) for key in self.cleaned_data["requests"]}


class SurveyDatesForm(Form):
    """When the practitioner survey is open."""

    names = {"opens_on": "the first day", "closes_on": "the last day"}
    opens_on = DateField(label="First day")
    closes_on = DateField(label="Last day")
    smallest_group = WholeNumberField(
        label="From how many replies on are an agency’s results shown?",
        help_text="Five at least, so that nobody can be recognised.",
        min_value=5,
        max_value=50,
        initial=5,
    )


class StandardsFileForm(CarefulForm):
    """A set of standards as TOML or XLSX. It is published text, and is read and checked as one."""

    names = {"file": "your file"}
    not_looked_at = frozenset({"file"})
    file = forms.FileField(
        label="Your file", help_text="TOML, XLSX or ODS. You see what it says before anything is kept."
    )

    def clean_file(self) -> Any:
        """Refuses what is too large for a set of questions."""
        file = self.cleaned_data["file"]
        if file.size > 5 * 1024 * 1024:
            raise ValidationError("Your file has more than 5 MB. A set of standards is much smaller.")
        return file


class WordFormForm(CarefulForm):
    """A filled Word form, looked through like everything that people write."""

    names = {"file": "your form"}
    file = forms.FileField(label="Your form", help_text="The Word form that you downloaded here, filled in.")


class CoreFileForm(CarefulForm):
    """A core return that was made for another partnership."""

    names = {"file": "your file"}
    file = forms.FileField(
        label="Your core return", help_text="The file that the other partnership’s service gave you (JSON)."
    )


class SurveyForm(Form):
    """What a practitioner chooses. No box takes words, so nothing can tell who it was."""

    names = {"organisation": "where you work"}
    organisation = forms.ChoiceField(label="Where do you work?")

    def __init__(self, *args: Any, bodies: Choices, questions: Choices, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["organisation"].choices = [("", "Choose one"), *bodies]  # type: ignore[attr-defined]
        for code, text in questions:
            self.fields[code] = forms.ChoiceField(
                label=text, choices=SurveyAnswer.Choice.choices, widget=Radios(inline=False), required=False
            )

    @property
    def choices(self) -> dict[str, str]:
        """What was chosen, by question."""
        return {code: choice for code, choice in self.cleaned_data.items() if code != "organisation" and choice}
