"""What people say about evidence when they add it, replace it or put it away."""

from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from lineofsight.engine.disclosure.identifying import Found, identifying, in_words
from lineofsight.foundation.files import rules
from lineofsight.foundation.files.changes import Facts
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.files.reading import texts_of
from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.ui.forms import DateField, FilesField, LongTextField, Radios

MARKINGS = [(name, name) for name in rules.MARKINGS]
MOST_READ = 500_000
"""Letters of a file in which numbers that could identify a child are looked for."""


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

    field_order = ("uploads", "url", "title", "evidence_date", "period", "expires_on", "marking", "checked")

    def clean(self) -> dict[str, Any]:
        """The facts, or an error beside each that cannot be right or could identify a child."""
        clean = super().clean() or {}
        why_not = rules.why_not_dates(
            evidence_date=clean.get("evidence_date"), expires_on=clean.get("expires_on"), today=self.today
        )
        if why_not:
            self.add_error("evidence_date", why_not)
        for name in ("title", "period"):
            self._ask(name, identifying(clean.get(name) or "", known=list(self.known()), today=self.today), clean)
        return clean

    def _ask(self, name: str, found: tuple[Found, ...], clean: dict[str, Any], *, is_typed: bool = True) -> None:
        """An error beside the field when its words could identify a child and nobody has said that they do not.

        A number that is typed must go. In a whole file one may be anything, so that a person may say that it is nobody's.
        """
        self.is_doubtful |= bool(found)
        numbers = [one for one in found if one.kind == "number" and is_typed]
        if numbers or (found and not clean.get("checked")):
            self.add_error(name, in_words(numbers or found, may_stay=not numbers))

    def facts(self, **more: Any) -> Facts:
        """What `changes` need."""
        names = ("title", "evidence_date", "period", "expires_on", "marking")
        return Facts(**{name: self.cleaned_data[name] for name in names}, **more)


class EvidenceForm(AboutForm):
    """Files and a link, with what is said about them. `changes.attach_all` takes its `given` and `facts()`."""

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
        """At least one file or link, looked through for numbers that could identify a child."""
        clean = super().clean()
        files: list[UploadedFile] = clean.get("uploads") or []
        if self.too_large:
            self.add_error("uploads", f"Your files are too large. The most is {self.most_megabytes} MB together.")
        elif not files and not clean.get("url"):
            self.add_error("uploads", "Choose a file, or give a link.")
        if clean.get("url") and not clean.get("title"):
            self.add_error("title", "Say what is behind the link.")
        for file in files:
            found = self._found_in(file, today=self.today)
            self._ask("uploads", found, clean, is_typed=False)
            if found and not clean.get("checked"):
                self.add_error("uploads", f"“{file.name}” is not kept yet. When you have looked, choose it again.")
        return clean

    def _found_in(self, file: UploadedFile, *, today: date) -> tuple[Found, ...]:
        """NHS numbers and dates of birth in what can be read of a file, and in its name; names of staff are no concern."""
        texts = [file.name or "", *(texts_of(file) if rules.can_be_read(file.name or "") else ())]
        found = [one for text in texts for one in identifying(text[:MOST_READ], today=today) if one.kind != "name"]
        return tuple(dict.fromkeys(found))

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
