"""Forms of adopting a framework."""

from typing import Any

from django import forms

from lineofsight.engine.framework import shipped
from lineofsight.foundation.handbook.zipped import LARGEST_ZIP
from lineofsight.foundation.ui.forms import DateField, Form, Radios

OWN = "own"


class ChooseForm(Form):
    """Which framework to look at: one that comes with the product, or one's own files."""

    names = {"which": "which framework to look at", "upload": "your zip file"}

    which = forms.ChoiceField(label="Which framework?", widget=Radios)
    upload = forms.FileField(
        label="Your own files",
        required=False,
        help_text="A zip file of a folder with document.txt and .toml files, up to 5 MB. Only needed for your own files.",
    )

    def __init__(self, *args: Any, labels: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(name, f"{labels[name]} (comes with the product)") for name in shipped()]
        self.fields["which"].choices = [*choices, (OWN, "My own files")]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One's own files need a file, and not a huge one."""
        cleaned = super().clean() or self.cleaned_data
        upload = cleaned.get("upload")
        if cleaned.get("which") == OWN and not upload and "upload" not in self.errors:
            self.add_error("upload", "Choose your zip file.")
        if upload and upload.size > LARGEST_ZIP:
            self.add_error("upload", "The file is larger than 5 MB. Zip only the files of the framework.")
        return cleaned


class AdoptForm(Form):
    """From which day the framework that was looked at counts. `content` is signed: what was shown is what counts."""

    counts_from = DateField(
        label="From which day does it count?",
        help_text="For example, 1/4/2027. What is under way then goes on under the version that it began with.",
    )
    content = forms.CharField(widget=forms.HiddenInput)
