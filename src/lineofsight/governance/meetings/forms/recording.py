"""What is recorded at a meeting and outside one, and its minutes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from lineofsight.cycle.products.models import Stop
from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.partnership.models import Organisation
from lineofsight.foundation.ui.forms import DateField, LongTextField, Radios, VersionedForm
from lineofsight.governance.meetings.forms.fields import DAY_HINT, Choices, ahead, choose
from lineofsight.governance.meetings.models import Decision, Position


class NoteForm(CarefulForm):
    """What was said under an item."""

    notes = LongTextField(
        label="What was said?", help_text="It goes into the draft of the minutes.", max_length=6000, rows=10,
        required=False,
    )  # fmt: skip


class DecisionForm(CarefulForm):
    """A decision: words, reasons, where each safeguarding partner stood, and what it means for the product."""

    names = {"text": "what was decided", "reasons": "why", "outcome": "what it means for the product"}
    text = LongTextField(label="What was decided?", max_length=2000, rows=3)
    outcome = forms.ChoiceField(label="What does it mean for the product?", widget=Radios(), required=False)
    reasons = LongTextField(label="Why?", max_length=2000, rows=3)
    options = LongTextField(
        label="What else could have been decided?", max_length=2000, rows=3, required=False
    )  # fmt: skip
    review_on = DateField(label="When should the group look at it again?", help_text=DAY_HINT, required=False)

    def __init__(
        self, *args: Any, partners: Sequence[Organisation] = (), must_stand: bool = False, outcomes: Choices = (),
        **facts: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **facts)
        self.partners = list(partners)
        for body in self.partners:
            self.fields[f"stood_{body.pk}"] = forms.ChoiceField(
                label=f"Where did {body.name} stand?", choices=Position.Kind.choices, widget=Radios(inline=True),
                required=must_stand, error_messages={"required": f"Choose where {body.name} stood."},
            )  # fmt: skip
            self.fields[f"because_{body.pk}"] = LongTextField(
                label=f"Why did {body.name} not agree?", max_length=1000, rows=2, required=False
            )
        if outcomes:
            self.fields["outcome"].choices = list(outcomes)  # type: ignore[attr-defined]
            self.fields["outcome"].required = True
        else:
            del self.fields["outcome"]

    def clean(self) -> dict[str, Any]:
        """Whoever did not agree says why."""
        clean = super().clean()
        for body in self.partners:
            if clean.get(f"stood_{body.pk}") == "dissented" and not clean.get(f"because_{body.pk}", "").strip():
                self.add_error(f"because_{body.pk}", f"Write why {body.name} did not agree.")
        return clean

    def positions(self) -> dict[Organisation, tuple[str, str]]:
        """Where each partner stood, of those that the form says."""
        clean = self.cleaned_data
        found = {body: (clean[f"stood_{body.pk}"], clean[f"because_{body.pk}"]) for body in self.partners}
        return {body: stood for body, stood in found.items() if stood[0]}


class OutsideForm(DecisionForm):
    """A decision that was taken outside a meeting, with its proof."""

    names = {
        **DecisionForm.names, "group": "who decided", "way": "how it was given", "decided_on": "the day",
        "proof_words": "the proof",
    }  # fmt: skip
    group = forms.ChoiceField(label="Which group decided?")
    stop = forms.ChoiceField(
        label="Is it about a product that waits for that group?", required=False,
        help_text="The product goes on along its route when a member of the group confirms the decision.",
    )  # fmt: skip
    way = forms.ChoiceField(
        label="How was it given?", widget=Radios(inline=True),
        choices=((Decision.Way.ROOM, "In the room"), (Decision.Way.EMAIL, "By e-mail")),
    )  # fmt: skip
    decided_on = DateField(label="On which day?", help_text=DAY_HINT)
    proof_words = LongTextField(
        label="How do you know?", help_text="Who said so, to whom, when and where; or the words of the e-mail.",
        max_length=2000, rows=4,
    )  # fmt: skip
    field_order: tuple[str, ...] = (
        "group",
        "stop",
        "way",
        "decided_on",
        "text",
        "outcome",
        "reasons",
        "options",
        "proof_words",
        "review_on",
    )

    def __init__(self, *args: Any, groups: Choices = (), stops: Choices = (), **facts: Any) -> None:
        super().__init__(*args, outcomes=Stop.Outcome.choices[1:], **facts)
        choose(self, "group", "Choose a group", groups)
        choose(self, "stop", "No product", stops)
        self.fields["outcome"].required = False

    def clean(self) -> dict[str, Any]:
        """A decision on a product says what it means for it."""
        clean = super().clean()
        if clean.get("stop") and not clean.get("outcome"):
            self.add_error("outcome", "Choose what it means for the product.")
        if clean.get("decided_on") and clean["decided_on"] > self.today:
            self.add_error("decided_on", "Give the day on which it was decided.")
        return clean


class ActionForm(CarefulForm):
    """Who does what by when."""

    names = {"text": "what is to be done", "owner": "who does it", "due_on": "the day"}
    text = LongTextField(label="What is to be done?", max_length=1000, rows=3)
    owner = forms.ChoiceField(label="Who does it?", help_text="The role, so that the work stays when people leave.")
    due_on = DateField(label="By when?", help_text=DAY_HINT)
    decision = forms.ChoiceField(label="Which decision does it come from?", required=False)

    def __init__(self, *args: Any, seats: Choices = (), decisions: Choices = (), **facts: Any) -> None:
        super().__init__(*args, **facts)
        choose(self, "owner", "Choose a role", seats)
        if decisions:
            choose(self, "decision", "None", decisions)
        else:
            del self.fields["decision"]

    def clean_due_on(self) -> date:
        """A day that is still to come."""
        return ahead(self.cleaned_data["due_on"], self.today)


class ChallengeForm(CarefulForm):
    """A question that was asked at the meeting."""

    names = {
        "question": "the question",
        "to_role": "who should answer",
        "due_on": "the day",
        "organisation": "who asks",
    }
    question = LongTextField(label="What was asked?", max_length=1000, rows=3)
    organisation = forms.ChoiceField(label="Which organisation asks?")
    to_role = forms.ChoiceField(label="Who should answer?")
    due_on = DateField(label="By when?", help_text=DAY_HINT)
    evidence = LongTextField(label="What does the question rest on?", max_length=2000, rows=3, required=False)

    def __init__(self, *args: Any, seats: Choices = (), bodies: Choices = (), **facts: Any) -> None:
        super().__init__(*args, **facts)
        choose(self, "to_role", "Choose a role", seats)
        choose(self, "organisation", "Choose an organisation", bodies)

    def clean_due_on(self) -> date:
        """A day that is still to come."""
        return ahead(self.cleaned_data["due_on"], self.today)


class MinutesForm(CarefulForm):
    """The minutes."""

    names = {"minutes": "the minutes"}
    minutes = LongTextField(label="Minutes", rows=24, max_length=60_000)


class AgreeForm(VersionedForm):
    """At which meeting the minutes were agreed."""

    names = {"at": "the meeting"}
    at = forms.ChoiceField(label="At which meeting were they agreed?")

    def __init__(self, *args: Any, meetings: Choices = (), **facts: Any) -> None:
        super().__init__(*args, **facts)
        choose(self, "at", "Choose a meeting", meetings)
