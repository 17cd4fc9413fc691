"""What is typed to make a token."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.ui.forms import DateField
from lineofsight.outputs.api.rules import LONGEST_DAYS


class TokenForm(CarefulForm):
    """What uses it, with which of one's seats, until when."""

    names = {"name": "what will use it", "expires_on": "the last day"}
    name = forms.CharField(
        label="What will use it?", help_text="For example, “Nightly figures of the care system”.", max_length=80
    )
    seat = forms.ChoiceField(label="In which of your roles does it act?")
    expires_on = DateField(label="Until when does it work?", help_text="A year at most. For example, 31/3/2027")

    def __init__(self, *args: Any, seats: Sequence[tuple[str, str]] = (), **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["seat"].choices = list(seats)  # type: ignore[attr-defined]
        if len(seats) == 1:
            self.fields["seat"].initial = seats[0][0]

    def clean_expires_on(self) -> date:
        """A day from today to a year ahead."""
        day: date = self.cleaned_data["expires_on"]
        if not self.today <= day <= self.today + timedelta(days=LONGEST_DAYS):
            raise forms.ValidationError("Choose a day between today and a year from now.")
        return day
