"""What is typed about things that children and families said."""

from collections.abc import Sequence
from typing import Any

from django import forms

from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.ui.forms import DateField, LongTextField, Radios
from lineofsight.sources.voice.models import VoiceItem

Choices = Sequence[tuple[str, str]]


class HearForm(CarefulForm):
    """What was said, by whom in general, when and how."""

    names = {"who": "who said it", "words": "what they said", "heard_on": "the day", "how": "how you heard it"}
    who = forms.ChoiceField(label="Who said it?", choices=VoiceItem.Who.choices, widget=Radios())
    words = LongTextField(
        label="What did they say?",
        help_text="In general words. Leave out whatever somebody could be recognised by.",
        max_length=1500,
        rows=5,
    )
    asked = LongTextField(label="What were they asked?", max_length=500, rows=2, required=False)
    heard_on = DateField(label="On which day did you hear it?", help_text="For example, 31/10/2026")
    how = forms.ChoiceField(label="How did you hear it?", choices=VoiceItem.How.choices, widget=Radios())
    organisation = forms.ChoiceField(label="Which agency heard it?", required=False)
    about = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, bodies: Choices = (), **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["organisation"].choices = [("", "Several, or the partnership"), *bodies]  # type: ignore[attr-defined]


class ChangedForm(CarefulForm):
    """You said, we did."""

    names = {"changed": "what changed", "changed_on": "the day"}
    changed = LongTextField(
        label="What changed because of it?", help_text="What we did, and what is different for children now.",
        max_length=1500, rows=5,
    )  # fmt: skip
    changed_on = DateField(label="Since which day?", help_text="For example, 31/10/2026")
    decision = forms.ChoiceField(label="Which decision was it?", required=False)
    told_back_on = DateField(
        label="When were those who said it told?", help_text="Leave it empty if that is still to come.", required=False
    )

    def __init__(self, *args: Any, decisions: Choices = (), **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["decision"].choices = [("", "None, or it is not in the log"), *decisions]  # type: ignore[attr-defined]
