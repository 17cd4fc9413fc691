"""Forms of pages across rooms."""

from django import forms

from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.ui.forms import LongTextField


class RedactionForm(CarefulForm):
    """The words that must go, and why."""

    not_looked_at = frozenset({"words"})

    words = forms.CharField(
        label="Words to remove",
        max_length=200,
        help_text="A name or a number that could identify a child. Capital letters and spaces do not matter.",
    )
    reason = LongTextField(
        label="Why must they go?", max_length=500, help_text="Do not write the words themselves here."
    )
