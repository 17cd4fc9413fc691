"""Forms of setting up: how to reach the team, and what a kind of role may do."""

from typing import Any

from django import forms

from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.partnership.permissions import CAPABILITIES
from lineofsight.foundation.ui.forms import Checkboxes, LongTextField, MultipleChoiceField, VersionedForm
from lineofsight.outputs.pages.role_rules import THEMES


class DetailsForm(VersionedForm):
    """How the partnership is called, and who helps its people."""

    name = forms.CharField(label="Name of the partnership", max_length=200)
    short_name = forms.CharField(label="Short name", max_length=60, required=False)
    contact_name = forms.CharField(
        label="Who helps?", max_length=200, help_text="A person or a team. It stands at the foot of every page."
    )
    contact_telephone = forms.CharField(label="Their telephone number", max_length=40, required=False)
    contact_email = forms.EmailField(label="Their e-mail address", required=False)


class RoleKindForm(CarefulForm):
    """What people in a kind of role see and do, theme by theme."""

    says_optional = False
    not_looked_at = frozenset({"name"})

    name = forms.CharField(label="Name of the role", max_length=120)
    description = LongTextField(label="What somebody in it does", required=False, max_length=600, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for theme, (label, capabilities) in THEMES.items():
            choices = [(code, CAPABILITIES[code]) for code in capabilities]
            field = MultipleChoiceField(label=label, choices=choices, required=False, widget=Checkboxes)
            self.fields[theme] = field

    def may(self) -> frozenset[str]:
        """Every capability that is ticked."""
        return frozenset(code for theme in THEMES for code in self.cleaned_data.get(theme) or ())


def values_of(kind: Any) -> dict[str, Any]:
    """The form's values for a kind of role as it is saved."""
    held = kind.capabilities()
    themes = {theme: [code for code in codes if code in held] for theme, (_, codes) in THEMES.items()}
    return {"name": kind.name, "description": kind.description, **themes}
