"""Files and links that show something, with what they are for."""

from typing import Any

from django import forms

from lineofsight.foundation.files.forms import EvidenceForm as Given
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.ui.forms import Radios

PURPOSES = {
    Evidence.Purpose.PAPER: "The paper itself, which the groups read and partners sign",
    Evidence.Purpose.EVIDENCE: "Evidence that a rating or a finding rests on",
    Evidence.Purpose.PROOF: "Proof of a decision or sign-off that was given elsewhere",
}


class EvidenceForm(Given):
    """Evidence of a product is its paper, what it rests on, or proof of what was said elsewhere."""

    names = {**Given.names, "purpose": "what it is for"}
    purpose = forms.ChoiceField(label="What is it for?", choices=list(PURPOSES.items()), widget=Radios())
    field_order: Any = ("purpose", *Given.field_order)
