"""Forms of looking after the installation."""

from typing import Any

from django import forms

from lineofsight.engine import framework as frameworks
from lineofsight.foundation.partnership.forms import EmailField, ReasonForm
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.ui.forms import DateField, Form, PersonNameField, Radios


class ManagerForm(Form):
    """Who is invited to run a partnership."""

    names = {"manager_name": "their name", "manager_email": "their e-mail address"}

    manager_name = PersonNameField(label="Who will run it?", max_length=200, help_text="Often the business manager.")
    manager_email = EmailField(
        label="Their e-mail address at work",
        help_text="They get an invitation. You see nothing of the partnership, unless you name yourself.",
    )


class FoundingForm(ManagerForm):
    """A partnership, its framework, and who is invited to run it."""

    names = {
        **ManagerForm.names,
        "name": "the name of the partnership",
        "team": "what its own team is called",
        "framework": "a framework",
    }

    name = forms.CharField(label="Name of the partnership", max_length=200)
    short_name = forms.CharField(
        label="Short name", max_length=60, required=False, help_text="As people say it, for example: Kent."
    )
    slug = forms.SlugField(
        label="Word in its addresses",
        max_length=50,
        required=False,
        help_text="Small letters, figures and hyphens, for example: kent. Leave it empty and we make one. It never changes.",
    )
    framework = forms.ChoiceField(
        label="Which framework does it work by?",
        widget=Radios,
        help_text="They can adopt one of their own files later.",
    )
    counts_from = DateField(label="From which day?", help_text="The first day that the framework counts there.")
    team = forms.CharField(
        label="What is its own team called?",
        max_length=200,
        help_text="The people who run its business, as an organisation.",
    )
    is_made_up = forms.BooleanField(
        label="It is for practice: say on each page that everything is made up", required=False
    )
    field_order = (
        "name", "short_name", "slug", "framework", "counts_from", "team", "manager_name", "manager_email", "is_made_up",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(name, frameworks.load(name).name) for name in frameworks.shipped()]
        self.fields["framework"].choices = choices  # type: ignore[attr-defined]

    def clean_slug(self) -> str:
        """Free, and written small."""
        slug = str(self.cleaned_data["slug"]).lower()
        if slug and Partnership.objects.filter(slug=slug).exists():
            raise forms.ValidationError("Another partnership has this word. Enter another one, or leave it empty.")
        return slug


class AccountDeedForm(ReasonForm):
    """Why an account is changed; kept in the trail."""

    reason = forms.CharField(label="Why?", max_length=300, help_text="Kept in the installation’s trail.")
