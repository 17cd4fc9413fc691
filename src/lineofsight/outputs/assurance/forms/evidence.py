"""A file or a link that shows something."""

from typing import Any

from django import forms

from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.files.rules import TYPES_IN_WORDS
from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.ui.forms import DateField, Radios
from lineofsight.outputs.assurance.forms.planning import MARKINGS

PURPOSES = {
    Evidence.Purpose.PAPER: "The paper itself, which the groups read and partners sign",
    Evidence.Purpose.EVIDENCE: "Evidence that a rating or a finding rests on",
    Evidence.Purpose.PROOF: "Proof of a decision or sign-off that was given elsewhere",
}


class EvidenceForm(CarefulForm):
    """Either a file or a link."""

    names = {"purpose": "what it is for"}
    purpose = forms.ChoiceField(label="What is it for?", choices=list(PURPOSES.items()), widget=Radios())
    upload = forms.FileField(label="A file", required=False, help_text=f"{TYPES_IN_WORDS}.")
    url = forms.CharField(
        label="Or a link", required=False, max_length=500, help_text="For example, https://www.example.org/report"
    )
    title = forms.CharField(
        label="What is it called?", required=False, max_length=200,
        help_text="Leave it empty to use the file’s name.",
    )  # fmt: skip
    evidence_date = DateField(
        label="Which day is it evidence of?", required=False,
        help_text="Not the day on which you add it. For example, 30/9/2026",
    )  # fmt: skip
    expires_on = DateField(label="Until when does it count?", required=False)
    marking = forms.ChoiceField(label="Protective marking", choices=MARKINGS, widget=Radios(inline=True))

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        clean = super().clean()
        if bool(clean.get("upload")) == bool(clean.get("url")) and not self.errors:
            self.add_error("upload", "Choose a file or give a link, one of the two.")
        return clean
