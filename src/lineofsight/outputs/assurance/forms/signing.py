"""Sign-off, here or elsewhere."""

from collections.abc import Sequence
from typing import Any

from django import forms

from lineofsight.cycle.products.models import SignOff
from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.ui.forms import DateField, LongTextField, Radios

Choices = Sequence[tuple[str, str]]
WAYS = {
    SignOff.Way.ROOM: "In the room",
    SignOff.Way.EMAIL: "By e-mail",
    SignOff.Way.HERE: "Not yet: prepare it for them",
}


class SignForm(CarefulForm):
    """For which partner, when somebody signs for more than one."""

    names = {"organisation": "the partner", "read": "that you have read it"}
    organisation = forms.ChoiceField(label="For which partner do you sign?", widget=Radios())
    read = forms.BooleanField(label="I have read this version, and I sign it off")

    def __init__(self, *args: Any, partners: Choices, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["organisation"].choices = list(partners)  # type: ignore[attr-defined]
        if len(partners) == 1:
            self.fields["organisation"].initial = partners[0][0]


class RecordForm(CarefulForm):
    """A sign-off that was given elsewhere, with its proof."""

    names = {"signer": "who signed", "way": "how it was given", "day": "the day", "proof_words": "the proof"}
    signer = forms.ChoiceField(label="Who signs off?")
    way = forms.ChoiceField(label="How was it given?", choices=list(WAYS.items()), widget=Radios())
    day = DateField(label="When?", help_text="For example, 21/10/2026")
    proof = forms.ChoiceField(label="Which file or link shows it?", required=False)
    proof_words = LongTextField(
        label="What was said, and where does it stand?",
        help_text="For example, the words of the minute or of the e-mail, with its date.",
        max_length=1500,
        rows=4,
        required=False,
    )

    def __init__(self, *args: Any, signers: Choices, proofs: Choices, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["signer"].choices = [("", "Choose one"), *signers]  # type: ignore[attr-defined]
        self.fields["proof"].choices = [("", "None"), *proofs]  # type: ignore[attr-defined]

    def clean_day(self) -> Any:
        """A day that has come."""
        day = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError("Give a day that has come.")
        return day


class AcceptForm(CarefulForm):
    """Why something that does not add up may stay as it is."""

    names = {"reason": "the reason", "until": "the day"}
    reason = LongTextField(label="Why may this stay as it is?", max_length=1000, rows=4)
    until = DateField(
        label="Until when?", required=False,
        help_text="It shows again after this day. Leave it empty to accept it for good.",
    )  # fmt: skip

    def clean_until(self) -> Any:
        """A day that is still to come."""
        day = self.cleaned_data["until"]
        if day is not None and day <= self.today:
            raise forms.ValidationError("Choose a day that is still to come.")
        return day
