"""Forms of pages across rooms."""

from django import forms

from lineofsight.foundation.ui.forms import Form, LongTextField


class RedactionForm(Form):
    """The words that must go, and why."""

    words = forms.CharField(
        label="Words to remove",
        max_length=200,
        help_text="A name or a number that could identify a child. Capital letters and spaces do not matter.",
    )
    reason = LongTextField(
        label="Why must they go?", max_length=500, help_text="Do not write the words themselves here."
    )
