"""What people say about evidence when they add it, replace it or put it away."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from lineofsight.foundation.files import rules
from lineofsight.foundation.files.changes import Facts
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.ui.forms import DateField, FilesField, LongTextField, Radios

MARKINGS = [(name, name) for name in rules.MARKINGS]


class AboutForm(CarefulForm):
    """What is said about a piece of evidence, whatever it is."""

    names = {"evidence_date": "the day that the evidence is of", "expires_on": "the last day"}
    title = forms.CharField(label="What is it called?", max_length=200, required=False)
    evidence_date = DateField(
        label="Which day is it of?",
        help_text="The day that it shows or was written, not today’s. For example, 31/10/2025",
    )
    period = forms.CharField(
        label="Which period does it cover?", help_text="For example: July to September 2025",
        max_length=120, required=False,
    )  # fmt: skip
    expires_on = DateField(
        label="What is the last day on which it still counts?",
        help_text="After it, the evidence is shown as run out.",
        required=False,
    )
    marking = forms.ChoiceField(
        label="Protective marking", choices=MARKINGS, widget=Radios(inline=True), initial=rules.SENSITIVE
    )

    field_order = ("uploads", "url", "title", "evidence_date", "period", "expires_on", "marking")

    def clean(self) -> dict[str, Any]:
        """The facts, or an error beside each that cannot be right or could identify a child."""
        clean = super().clean() or {}
        why_not = rules.why_not_dates(
            evidence_date=clean.get("evidence_date"), expires_on=clean.get("expires_on"), today=self.today
        )
        if why_not:
            self.add_error("evidence_date", why_not)
        return clean

    def facts(self, **more: Any) -> Facts:
        """What `changes` need."""
        names = ("title", "evidence_date", "period", "expires_on", "marking")
        return Facts(**{name: self.cleaned_data[name] for name in names}, **more)


class EvidenceForm(AboutForm):
    """Files and a link, with what is said about them. `changes.attach_all` takes its `given` and `facts()`."""

    not_looked_at = frozenset({"url"})
    uploads = FilesField(label="Files", required=False)
    url = forms.CharField(
        label="Link", help_text="Or give the whole web address of it.", max_length=500, required=False
    )

    def __init__(self, *args: Any, most_megabytes: int, too_large: bool = False, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.most_megabytes, self.too_large = most_megabytes, too_large
        self.fields[
            "title"
        ].help_text = "Needed for a link. A file is called by its own name when you leave this empty."
        self.fields["uploads"].help_text = f"{rules.TYPES_IN_WORDS}. At most {most_megabytes} MB together."

    def clean(self) -> dict[str, Any]:
        """At least one file or link."""
        clean = super().clean()
        files: list[UploadedFile] = clean.get("uploads") or []
        if self.too_large:
            self.add_error("uploads", f"Your files are too large. The most is {self.most_megabytes} MB together.")
        elif not files and not clean.get("url"):
            self.add_error("uploads", "Choose a file, or give a link.")
        if clean.get("url") and not clean.get("title"):
            self.add_error("title", "Say what is behind the link.")
        return clean

    @property
    def given(self) -> dict[str, Any]:
        """The files and the link, as `changes.attach_all` takes them."""
        return {"uploads": self.cleaned_data["uploads"], "url": self.cleaned_data["url"]}


class ReplaceForm(EvidenceForm):
    """One newer file, or a link, in the place of what is there."""

    field_order = EvidenceForm.field_order

    def clean(self) -> dict[str, Any]:
        """One thing for one thing."""
        clean = super().clean()
        if len(clean.get("uploads") or []) + bool(clean.get("url")) > 1:
            self.add_error("uploads", "Choose one file or give one link: one thing takes the place of one.")
        return clean

    @property
    def newer(self) -> dict[str, Any]:
        """The file or the link, as `changes.replace` takes it."""
        files = self.cleaned_data["uploads"]
        return {"upload": files[0] if files else None, "url": self.cleaned_data["url"]}


class ArchiveForm(CarefulForm):
    """Why it no longer counts."""

    names = {"reason": "why it no longer counts"}
    reason = LongTextField(label="Why does it no longer count?", max_length=300, rows=3)


def said(evidence: Evidence) -> dict[str, Any]:
    """What is said about a piece of evidence, by the names of the form's fields."""
    return {name: getattr(evidence, name) for name in ("title", "evidence_date", "period", "expires_on", "marking")}
