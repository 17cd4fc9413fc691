"""What is typed on the pages of warnings. Words that could identify a child are asked about before anything is saved."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.ui.forms import DateField, LongTextField, Radios, VersionedForm, WholeNumberField

Choices = Sequence[tuple[str, str]]
PROVED = (("right", "Yes, it was right"), ("wrong", "No, there was nothing in it"), ("", "It is too early to say"))


class WatchForm(CarefulForm):
    """Look into it first."""

    names = {"note": "what you will look into"}
    note = LongTextField(label="What will you look into, and by when?", max_length=1000, rows=4)


class RaiseForm(CarefulForm):
    """To the Executive, with who should do what by when."""

    names = {"next_step": "what should happen next", "next_step_by": "the day"}
    next_step = LongTextField(
        label="What should happen next?",
        help_text="The Executive can agree to this with one tap.",
        max_length=500,
        rows=3,
    )
    next_step_role = forms.ChoiceField(label="Who does it?", required=False)
    next_step_by = DateField(label="By when?", help_text="For example, 31/10/2026", required=False)
    note = LongTextField(label="What else should the Executive know?", max_length=1000, rows=4, required=False)

    def __init__(self, *args: Any, seats: Choices = (), **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["next_step_role"].choices = [("", "To be agreed"), *seats]  # type: ignore[attr-defined]

    def clean_next_step_by(self) -> date | None:
        """A day that is still to come."""
        day: date | None = self.cleaned_data["next_step_by"]
        if day is not None and day < self.today:
            raise forms.ValidationError("Choose a day that is still to come.")
        return day


class CloseForm(CarefulForm):
    """Not a concern, with the reason."""

    names = {"reason": "why this is not a concern"}
    reason = LongTextField(
        label="Why is this not a concern?",
        help_text="The reason shows if the same comes back.",
        max_length=1000,
        rows=4,
    )
    proved = forms.ChoiceField(
        label="Was the warning right?", choices=PROVED, widget=Radios(), required=False, initial="wrong",
        help_text="We count this, so that you can see how far to trust the warnings.",
    )  # fmt: skip


class SettleForm(CarefulForm):
    """What was asked for is done."""

    names = {"note": "what was done", "proved": "whether the warning was right"}
    note = LongTextField(label="What was done, and how do you know that it worked?", max_length=1000, rows=4)
    proved = forms.ChoiceField(
        label="Was the warning right?", choices=PROVED, widget=Radios(), required=False, initial=None,
        help_text="We count this, so that you can see how far to trust the warnings.",
    )  # fmt: skip


class JoinForm(CarefulForm):
    """One cause, one warning."""

    names = {"to": "a warning"}
    to = forms.ChoiceField(label="Which warning is it a part of?")

    def __init__(self, *args: Any, others: Choices = (), **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["to"].choices = [("", "Choose one"), *others]  # type: ignore[attr-defined]


class ReplyForm(CarefulForm):
    """The sub-group answers what the Executive asked."""

    names = {"words": "your answer"}
    words = LongTextField(label="Your answer to the question", max_length=2000)


class AgreeForm(CarefulForm):
    """The Executive agrees to the step that the sub-group suggests; a word more is welcome and not needed."""

    words = LongTextField(label="Anything to add?", max_length=1000, rows=3, required=False)


class AskForm(CarefulForm):
    """The Executive asks first."""

    names = {"words": "your question"}
    words = LongTextField(label="Your question to the sub-group", max_length=1000, rows=4)


class WordsForm(CarefulForm):
    """The Executive says what it will do."""

    names = {"words": "what the Executive will do"}
    words = LongTextField(
        label="What will the Executive do?",
        help_text="Say who does what by when. If nothing is to be done, say why.",
        max_length=2000,
    )


class ConcernForm(CarefulForm):
    """Four questions."""

    names = {"worry": "what worries you", "evidence": "how you know"}
    worry = LongTextField(
        label="1. What worries you?",
        help_text="Something about how agencies work or what happens to children, not about one child.",
        max_length=1000,
    )
    organisation = forms.ChoiceField(label="2. Which agency is it about?", required=False)
    evidence = LongTextField(
        label="3. How do you know, and since when?",
        help_text="For example: what staff say, an audit, complaints, figures of your own.",
        max_length=1000,
        rows=4,
    )
    wanted = LongTextField(
        label="4. What do you not know, or what should somebody look at first?", max_length=1000, rows=3, required=False
    )
    measure = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)

    def __init__(self, *args: Any, organisations: Choices = (), **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["organisation"].choices = [("", "Several, or I do not know"), *organisations]  # type: ignore[attr-defined]


class TriageForm(VersionedForm):
    """How the partnership triages."""

    names = {"longest_list": "how many", "working_days": "how many days"}
    longest_list = WholeNumberField(
        label="How many new warnings may your list hold?",
        help_text="The rest stay below it, in order. None is dropped.",
        min_value=1,
        max_value=500,
    )
    working_days = WholeNumberField(
        label="How many working days may triage take?",
        help_text="After that the Executive is told by itself.",
        min_value=1,
        max_value=30,
    )
    deputy_role = forms.ChoiceField(
        label="Who triages between meetings?",
        help_text="A new warning is their task at once. Everybody else who may triage reads of it.",
        required=False,
    )

    def __init__(self, *args: Any, seats: Choices = (), **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["deputy_role"].choices = [("", "Everybody who may triage"), *seats]  # type: ignore[attr-defined]
