"""Forms of messages."""

from django import forms

from lineofsight.foundation.notices.models import EmailChoice
from lineofsight.foundation.ui.forms import Form, Radios


class ChoicesForm(Form):
    """How often a person gets e-mail about what they should know."""

    news = forms.ChoiceField(
        label="Things to know",
        choices=EmailChoice.News.choices,
        widget=Radios,
        help_text="Things to do and early warnings always come by e-mail.",
    )


class TestMessageForm(Form):
    """Where to send a test message."""

    __test__ = False

    to = forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
