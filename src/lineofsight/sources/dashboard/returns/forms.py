"""What is typed on the pages of returns, as clean values."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from lineofsight.cycle.requests.models import Request
from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.partnership.models import Role
from lineofsight.foundation.ui.forms import (
    DateField,
    Form,
    LongTextField,
    MultipleChoiceField,
    PersonNameField,
    Radios,
    VersionedForm,
)

Choices = Sequence[tuple[str, str]]
FREQUENCIES = (("monthly", "Monthly"), ("quarterly", "Quarterly"), ("termly", "Each term"), ("yearly", "Yearly"))


class UploadForm(VersionedForm):
    """One file, and by which recipe it is read when it is not the template."""

    names = {"file": "your file"}
    file = forms.FileField(
        label="Your file", help_text="The template, or a file that we know: XLSX, ODS, XLS or CSV. Only totals."
    )
    recipe = forms.ChoiceField(
        label="What kind of file is it?", required=False, help_text="We find it out by ourselves in most cases."
    )

    def __init__(self, *args: Any, recipes: Choices, most_megabytes: int, **kwargs: Any) -> None:
        self.most_megabytes = most_megabytes
        super().__init__(*args, **kwargs)
        self.fields["recipe"].choices = [("", "Find out"), *recipes]  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        """Refuses what is too large, in words that say how large it may be."""
        file = self.cleaned_data["file"]
        if file.size > self.most_megabytes * 1024 * 1024:
            size = file.size / 1024 / 1024
            raise ValidationError(
                f"Your file has {size:.0f} MB. The most is {self.most_megabytes} MB. Send fewer rows, or a CSV."
            )
        return file


class RecipeFileForm(Form):
    """A file to make a recipe from."""

    names = {"file": "a file"}
    file = forms.FileField(label="The file", help_text="XLSX, ODS, XLS or CSV, as the publisher makes it. Only totals.")


class SendForm(CarefulForm):
    """The declaration, and anything the Business Team should know."""

    names = {"declared": "that the figures are right"}
    note = LongTextField(label="Anything we should know?", required=False, max_length=1000, rows=3)
    declared = forms.BooleanField(
        label="As far as I know these figures are right, and none of them is a record of a single child.",
        error_messages={"required": "Tick the box to say that the figures are right"},
    )


class LeaveOutForm(CarefulForm):
    """Why the rest is missing."""

    names = {"reason_code": "why the rest is missing"}
    reason_code = forms.ChoiceField(label="Why is the rest missing?", widget=Radios())
    reason = LongTextField(label="Say more", required=False, max_length=500, rows=3)

    def __init__(self, *args: Any, reasons: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason_code"].choices = list(reasons)  # type: ignore[attr-defined]


class ExcuseForm(LeaveOutForm):
    """Why nothing comes at all."""

    names = {"reason_code": "why nothing comes"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason_code"].label = "Why does nothing come?"


class MoreTimeForm(CarefulForm):
    """A later day, and why."""

    names = {"until": "the day you need", "reason": "why you need more time"}
    until = DateField(label="Until when?", help_text="For example, 31/10/2026")
    reason = LongTextField(label="Why do you need more time?", max_length=500, rows=3)


class AnswerTimeForm(CarefulForm):
    """Yes or no to more time."""

    names = {"granted": "yes or no"}
    granted = forms.ChoiceField(
        label="Give them more time?", choices=[("yes", "Yes"), ("no", "No, the day stands")], widget=Radios()
    )
    note = LongTextField(label="A word to them", required=False, max_length=500, rows=3)


class PassOnForm(Form):
    """Another seat of the same organisation, or somebody who is not here yet."""

    names = {"role": "who takes it over", "email": "their e-mail address", "name": "their name"}
    role = forms.ChoiceField(label="Who takes it over?", widget=Radios())
    name = PersonNameField(label="Their name", required=False, max_length=200, help_text="If they are not listed.")
    email = forms.EmailField(label="Their work e-mail address", required=False)

    SOMEBODY_NEW = "new"

    def __init__(self, *args: Any, seats: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(seat.pk), _seat_words(seat)) for seat in seats]
        self.fields["role"].choices = [*choices, (self.SOMEBODY_NEW, "Somebody who is not listed")]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Somebody new needs a name and an address."""
        given = super().clean() or {}
        if given.get("role") == self.SOMEBODY_NEW:
            for name in ("name", "email"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, f"Enter {self.names.get(name)}")
        return given


def _seat_words(seat: Role) -> str:
    people = ", ".join(one.person.name for one in getattr(seat, "seated", []))
    return f"{people}, {seat.title}" if people else f"{seat.title} (nobody holds this role)"


class QuestionForm(CarefulForm):
    """A question about a return."""

    names = {"text": "your question"}
    text = LongTextField(label="What do you want to know?", max_length=1000, rows=3)


class SendBackForm(CarefulForm):
    """What must change."""

    names = {"reason": "what must change"}
    reason = LongTextField(label="What must change?", max_length=1000, rows=3)


class AnswerForm(CarefulForm):
    """An answer to a question."""

    names = {"answer": "your answer"}
    answer = LongTextField(label="Your answer", max_length=1000, rows=3)


class RoundForm(CarefulForm):
    """What a round is about, and by when."""

    names = {"title": "a title", "frequencies": "which measures to ask for"}
    title = forms.CharField(label="Title", max_length=200, help_text="For example, Quarter 2, 2026 to 2027")
    period_start = DateField(label="First day of the period", help_text="For example, 1/7/2026")
    period_end = DateField(label="Last day of the period", help_text="For example, 30/9/2026")
    opens_on = DateField(label="Opens on", help_text="Agencies are told on this day.")
    due_on = DateField(label="Due on", help_text="Due means by the end of this day.")
    frequencies = MultipleChoiceField(label="Which measures?", choices=FREQUENCIES)

    def clean(self) -> dict[str, Any]:
        """Dates in their order."""
        given = super().clean() or {}
        for first, second, words in (
            ("period_start", "period_end", "The last day of the period must come after its first"),
            ("opens_on", "due_on", "The round must be due after it opens"),
        ):
            if given.get(first) and given.get(second) and given[second] < given[first]:
                self.add_error(second, words)
        return given


class AskedForm(Form):
    """Which organisations are asked."""

    names = {"organisations": "who to ask"}
    organisations = MultipleChoiceField(label="Who is asked?")

    def __init__(self, *args: Any, choices: Choices, hints: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisations"]
        field.choices = list(choices)  # type: ignore[attr-defined]
        field.widget.hints = hints  # type: ignore[attr-defined]


class ChosenRequestsForm(Form):
    """Several requests at once."""

    names = {"requests": "at least one organisation"}
    requests = MultipleChoiceField(label="Which organisations?")

    def __init__(self, *args: Any, requests: Iterable[Request], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["requests"]
        field.choices = [(str(one.pk), one.organisation.name) for one in requests]  # type: ignore[attr-defined]

    def chosen(self) -> set[UUID]:
        """The rows that were chosen."""
        return {UUID(key) for key in self.cleaned_data["requests"]}


class ExtendForm(ChosenRequestsForm, CarefulForm):
    """A later day for several."""

    names = {**ChosenRequestsForm.names, "until": "the new day"}
    until = DateField(label="New day", help_text="For example, 14/11/2026")
    reason = LongTextField(label="Why?", required=False, max_length=500, rows=2)


class MeasuresForm(Form):
    """Which measures one organisation is asked for, and which of them by district or by a breakdown."""

    names = {"measures": "at least one measure"}
    measures = MultipleChoiceField(label="Ask for these")
    by_area = MultipleChoiceField(label="And these for each district too", required=False)
    splits = MultipleChoiceField(
        label="And these broken down",
        help_text="Of what is asked for already. Each value is one more row of the template, for the whole area.",
        required=False,
    )

    def __init__(
        self, *args: Any, choices: Choices, splittable: Choices, breakdowns: Choices = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["splits"].choices = list(breakdowns)  # type: ignore[attr-defined]
        self.fields["measures"].choices = list(choices)  # type: ignore[attr-defined]
        self.fields["by_area"].choices = list(splittable)  # type: ignore[attr-defined]


def day_text(day: date) -> str:
    """A day as a date box shows it."""
    return f"{day.day}/{day.month}/{day.year}"
