"""Forms in plain words: the renderer, the base form, and the fields and widgets that forgive how people type.

class ExtensionForm(Form):
    names = {"why": "why you need more time"}          # how an error calls the field; default: its label
    due = DateField(label="New due date", help_text="For example, 31 10 2026")
    why = LongTextField(label="Why do you need more time?", max_length=500)
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.template.backends.django import DjangoTemplates as Engine

from lineofsight.foundation.ui import messages, words
from lineofsight.foundation.ui.fields import (
    DateField,
    DecimalField,
    FilesField,
    LongTextField,
    MultipleChoiceField,
    PersonNameField,
    WholeNumberField,
)
from lineofsight.foundation.ui.widgets import Checkboxes, DateBoxes, Password, Radios

__all__ = [
    "Checkboxes",
    "DateBoxes",
    "DateField",
    "DecimalField",
    "FilesField",
    "Form",
    "LongTextField",
    "ModelForm",
    "MultipleChoiceField",
    "Password",
    "PersonNameField",
    "PlainField",
    "PlainWords",
    "Radios",
    "Renderer",
    "VersionedForm",
    "WholeNumberField",
]


class PlainField(forms.BoundField):
    """A field on its way to the page: what the field template needs beside Django's own."""

    @property
    def most_characters(self) -> int | None:
        """The limit that a character count shows; None for a field that has no count."""
        return getattr(self.field, "max_length", None) if self.widget_type == "textarea" else None

    @property
    def optional_words(self) -> str:
        """ " (optional)", save for a lone box to tick, which is never needed unless its form says so."""
        quiet = self.field.required or isinstance(self.field, forms.BooleanField) or not self.says_optional
        return "" if quiet else " (optional)"

    @property
    def says_optional(self) -> bool:
        """False in a form where nothing is needed, such as a filter."""
        return getattr(self.form, "says_optional", True)

    @property
    def aria_describedby(self) -> str | None:
        described = [f"{self.auto_id}-info" if self.most_characters else "", super().aria_describedby or ""]
        return " ".join(filter(None, described)) or None


class Renderer(DjangoTemplates):
    """Draws every form of the product, those of other packages too, with the templates in `form_templates`."""

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = PlainField

    @cached_property
    def engine(self) -> Engine:
        ours = Path(__file__).parent / "form_templates"
        django_own = Path(forms.__file__).parent / "templates"
        options: dict[str, Any] = {}
        return Engine({"APP_DIRS": True, "DIRS": [ours, django_own], "NAME": "forms", "OPTIONS": options})


class PlainWords(forms.BaseForm):
    """Mix in before a form class: messages say what to do, and the browser's own checks stay off."""

    names: Mapping[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for name, field in self.fields.items():
            messages.speak_plainly(field, label=self.names.get(name) or self._label_of(name, field))

    @staticmethod
    def _label_of(name: str, field: forms.Field) -> str:
        return str(field.label) if field.label else words.inside_sentence(name.replace("_", " "))


class Form(PlainWords, forms.Form):
    """What every form of a page starts from. Template: `{% error_summary form %}{{ form }}`."""


class ModelForm(PlainWords, forms.ModelForm):
    """The same over a model; the write still goes through the room's `changes`."""


class VersionedForm(Form):
    """Carries the version that was read, so that a second editor never overwrites the first unseen.

    The view hands `form.cleaned_data["expected_version"]` to the change; when the change finds a newer version it
    raises, and the view shows `ui/_conflict.html` (see `lineofsight.foundation.ui.conflicts`).
    """

    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
