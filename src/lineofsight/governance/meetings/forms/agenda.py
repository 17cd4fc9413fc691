"""The agenda, what is said before the meeting, and who came."""

from collections.abc import Iterable
from typing import Any

from django import forms

from lineofsight.cycle.products.models import StopView
from lineofsight.foundation.files.changes import Facts
from lineofsight.foundation.files.forms import EvidenceForm
from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.ui.forms import LongTextField, PersonNameField, Radios, VersionedForm, WholeNumberField
from lineofsight.governance.meetings.forms.fields import Choices, choose
from lineofsight.governance.meetings.models import AgendaItem, Attendance


class ItemForm(CarefulForm):
    """What an agenda says of an item."""

    names = {"title": "a title", "purpose": "what the group should do", "minutes_needed": "how long it takes"}
    title = forms.CharField(label="What is it about?", max_length=200)
    purpose = forms.ChoiceField(
        label="What should the group do?", choices=AgendaItem.Purpose.choices,
        widget=Radios(hints={
            "decide": "It must say yes, no or under which conditions.",
            "assure": "It should find out how sure it can be.",
            "note": "It should know, and need not talk about it.",
        }),
    )  # fmt: skip
    summary = LongTextField(
        label="Summary", help_text="At most five lines: what, so what, and what is asked of the group.", max_length=800,
        rows=5, required=False,
    )  # fmt: skip
    minutes_needed = WholeNumberField(label="How many minutes?", min_value=1, max_value=240, initial=10)
    presenter = forms.ChoiceField(label="Who presents it?", required=False)

    def __init__(self, *args: Any, seats: Choices = (), **facts: Any) -> None:
        super().__init__(*args, **facts)
        choose(self, "presenter", "To be agreed", seats)


class SayForm(CarefulForm):
    """What somebody thinks before the meeting. Members of the group give a view on a product; others comment."""

    names = {"view": "what you think", "words": "your words"}
    view = forms.ChoiceField(label="What do you think?", choices=StopView.View.choices, widget=Radios())
    words = LongTextField(
        label="In your own words", help_text="Needed for conditions, for a no, and for a question.", max_length=2000,
        rows=4, required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, has_view: bool, **facts: Any) -> None:
        super().__init__(*args, **facts)
        if not has_view:
            del self.fields["view"]
            self.fields["words"].required = True
            self.fields["words"].label = "Your comment"
            self.fields["words"].help_text = "The group reads it before the meeting."


class ComingForm(CarefulForm):
    """Whether somebody's seat is filled."""

    names = {"kind": "whether you come", "deputy_name": "who comes in your place"}
    kind = forms.ChoiceField(
        label="Will you come?", widget=Radios(),
        choices=(("present", "I will come"), ("deputy", "Somebody comes in my place"), ("apologies", "I cannot come")),
    )  # fmt: skip
    deputy_name = PersonNameField(label="Who comes in your place?", max_length=200, required=False)


class AttendanceForm(VersionedForm):
    """Who was there: a row for each seat of the group."""

    def __init__(self, *args: Any, seats: Iterable[tuple[str, str, str, str]], **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.keys = []
        for key, label, kind, deputy in seats:
            self.keys.append(key)
            self.fields[f"kind_{key}"] = forms.ChoiceField(
                label=label, choices=Attendance.Kind.choices, widget=Radios(inline=True), required=False, initial=kind
            )
            self.fields[f"deputy_{key}"] = PersonNameField(
                label=f"Deputy for {label}", max_length=200, required=False, initial=deputy
            )

    def came(self) -> dict[str, tuple[str, str]]:
        """For each seat by its key: kind, and the deputy's name."""
        clean = self.cleaned_data
        return {key: (clean[f"kind_{key}"], clean[f"deputy_{key}"]) for key in self.keys}

    def clean(self) -> dict[str, Any]:
        """A deputy has a name."""
        clean = super().clean() or {}
        for key in self.keys:
            if clean.get(f"kind_{key}") == "deputy" and not clean.get(f"deputy_{key}", "").strip():
                self.add_error(f"deputy_{key}", "Write who came as deputy.")
        return clean


class PaperForm(EvidenceForm):
    """Papers of an item: files and a link."""

    pages = WholeNumberField(
        label="How many pages has it?", help_text="For the reading time. Leave it empty if you give several.",
        min_value=1, max_value=2000, required=False,
    )  # fmt: skip
    field_order = ("uploads", "url", "title", "pages", "evidence_date", "marking")  # type: ignore[assignment]

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        del self.fields["period"], self.fields["expires_on"]
        self.fields["evidence_date"].required = False

    def facts(self, **more: Any) -> Facts:
        """What is said about the papers."""
        names = ("title", "evidence_date", "marking")
        return Facts(**{name: self.cleaned_data[name] for name in names}, purpose="paper", **more)
