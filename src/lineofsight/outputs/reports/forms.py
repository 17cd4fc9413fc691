"""Reports, their blocks, what is said of them, and how a partnership's papers look."""

from collections.abc import Sequence
from typing import Any

from django import forms

from lineofsight.engine.documents import DocumentError, Figure, TemplateError, describe_template
from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.ui.forms import DateField, LongTextField, MultipleChoiceField, Radios
from lineofsight.outputs.reports import rules

Choices = Sequence[tuple[str, str]]
MARKINGS = (("OFFICIAL", "OFFICIAL"), ("OFFICIAL-SENSITIVE", "OFFICIAL-SENSITIVE"))
LABELS = {
    "purpose": "Only measures of which objective, priority or indicator?",
    "measures": "Only which measures?",
    "theme": "Only about which theme?",
    "finding_kind": "Only which kind of finding?",
    "group": "Only of which group?",
    "channel": "Given to which channel?",
    "tool": "Only of which tool?",
    "only": "Only some of them?",
}
DAY = "For example, 30/9/2026"


class ReportForm(CarefulForm):
    """What a report is called, which period and day it is about, and who reads it."""

    names = {"title": "a title", "period_start": "the first day", "period_end": "the last day",
             "snapshot_on": "the day", "theme": "the theme"}  # fmt: skip
    title = forms.CharField(label="Title", max_length=200, help_text="Name no child, parent or carer.")
    period_start = DateField(label="First day of the period", help_text=DAY)
    period_end = DateField(label="Last day of the period", help_text=DAY)
    snapshot_on = DateField(
        label="As things stood on which day?", help_text="Everything that was known by its end counts."
    )
    theme = forms.ChoiceField(label="Which theme or priority is it about?")
    audience = forms.ChoiceField(
        label="Who reads it?", widget=Radios(), help_text="It holds only what every one of these readers may see."
    )
    marking = forms.ChoiceField(label="Protective marking", choices=MARKINGS, widget=Radios(inline=True))

    def __init__(
        self, *args: Any, audiences: Choices, themes: Choices = (), asks_theme: bool = False, **facts: Any
    ) -> None:
        super().__init__(*args, **facts)
        self.fields["audience"].choices = audiences  # type: ignore[attr-defined]
        self.fields["theme"].choices = [("", "Choose one"), *themes]  # type: ignore[attr-defined]
        if not asks_theme:
            del self.fields["theme"]

    def clean(self) -> dict[str, Any]:
        """The period must run forwards, and the day must have come."""
        clean = super().clean()
        start, end = clean.get("period_start"), clean.get("period_end")
        if reason := rules.why_not_period(start, end, None, today=self.today):
            self.add_error("period_end", reason)
        if reason := rules.why_not_period(None, None, clean.get("snapshot_on"), today=self.today):
            self.add_error("snapshot_on", reason)
        return clean


class BlockForm(CarefulForm):
    """A block: its headings, its words, and what it reads."""

    names = {"section": "a heading"}
    section = forms.CharField(label="Under which heading does it stand?", max_length=200)
    heading = forms.CharField(label="Its own heading", max_length=200, required=False)
    text = LongTextField(
        label="Your words", max_length=12_000, rows=12, required=False,
        help_text="A reference such as P-2026-014 becomes a link to what it names. Name no child, parent or carer.",
    )  # fmt: skip
    is_public = forms.BooleanField(label="It stands in the version for the public too", required=False)

    def __init__(self, *args: Any, choices: dict[str, Choices] | None = None, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.offered = dict(choices or {})
        for name, held in self.offered.items():
            if name == "measures":
                self.fields[name] = MultipleChoiceField(label=LABELS[name], choices=held, required=False)
            else:
                first = () if name == "channel" else (("", "All"),)
                self.fields[name] = forms.ChoiceField(label=LABELS[name], choices=[*first, *held], required=False)

    @property
    def settings(self) -> dict[str, Any]:
        """What was chosen for its reading, the empty choices left out."""
        return {name: self.cleaned_data[name] for name in self.offered if self.cleaned_data.get(name)}


class AddBlockForm(CarefulForm):
    """A new block."""

    names = {"kind": "what it tells", "section": "a heading"}
    kind = forms.ChoiceField(label="What does it tell?", widget=Radios())
    section = forms.CharField(label="Under which heading does it stand?", max_length=200)

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str, str]], **facts: Any) -> None:
        super().__init__(*args, **facts)
        field = forms.ChoiceField(
            label="What does it tell?", choices=[(code, name) for code, name, _ in kinds],
            widget=Radios(hints={code: about for code, _, about in kinds}),
        )  # fmt: skip
        self.fields["kind"] = field


class RefreshForm(CarefulForm):
    """The day as of which the report is read again."""

    names = {"snapshot_on": "the day"}
    snapshot_on = DateField(label="As things stood on which day?", help_text=DAY)

    def clean(self) -> dict[str, Any]:
        """The day must have come."""
        clean = super().clean()
        if reason := rules.why_not_period(None, None, clean.get("snapshot_on"), today=self.today):
            self.add_error("snapshot_on", reason)
        return clean


class CommentForm(CarefulForm):
    """What a reader of the draft says."""

    names = {"text": "what you want to say"}
    block = forms.ChoiceField(label="About which part?", required=False)
    text = LongTextField(label="What do you want to say?", max_length=2000, rows=4)

    def __init__(self, *args: Any, blocks: Choices, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["block"].choices = [("", "All of it"), *blocks]  # type: ignore[attr-defined]


class AsProductForm(CarefulForm):
    """The product that the report is: one that is planned, or a new one."""

    names = {"product": "a product"}
    product = forms.ChoiceField(label="Which product is this report?")
    due_on = DateField(label="When is a new one due?", help_text=DAY, required=False)

    def __init__(self, *args: Any, products: Choices, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["product"].choices = [("new", "A new product, planned now"), *products]  # type: ignore[attr-defined]


class ReasonForm(CarefulForm):
    """Why it is done."""

    names = {"reason": "the reason"}
    reason = LongTextField(label="Why?", max_length=1000, rows=4)


class TemplateForm(CarefulForm):
    """The name under which an outline is kept."""

    names = {"name": "a name"}
    name = forms.CharField(label="What is the template called?", max_length=120)
    purpose = LongTextField(label="What is it for?", max_length=500, rows=3, required=False)


class ConfirmForm(CarefulForm):
    """Nothing to fill in: the button is the answer."""


class LookForm(CarefulForm):
    """A Word template and a logo. Their own rules are stricter than reading them for words: see `describe_template`."""

    not_looked_at = frozenset({"word", "logo"})
    word = forms.FileField(
        label="Word template", required=False,
        help_text="A .docx or .dotx with the styles Heading 1 to 4. Its header, footer and margins are used, its text is not.",
    )  # fmt: skip
    logo = forms.FileField(label="Logo", required=False, help_text="A PNG, JPEG or SVG of at most 1 MB.")

    def clean_word(self) -> Any:
        """The file, when papers can be made with it."""
        given = self.cleaned_data.get("word")
        if not given:
            return None
        content = given.read()
        try:
            facts = describe_template(content)
        except TemplateError as error:
            raise forms.ValidationError(str(error)) from error
        if facts.missing:
            raise forms.ValidationError(f"The template lacks these styles: {', '.join(facts.missing)}. Use each once in it, "
                                        "save it, and upload it again.")  # fmt: skip
        return given.name, content

    def clean_logo(self) -> Any:
        """The picture, when papers can hold it."""
        given = self.cleaned_data.get("logo")
        if not given:
            return None
        content = given.read(1024 * 1024 + 1)
        if len(content) > 1024 * 1024:
            raise forms.ValidationError("The logo has more than 1 MB. Save it smaller and upload it again.")
        try:
            Figure(content, "The logo")
        except DocumentError as error:
            raise forms.ValidationError(str(error)) from error
        return given.name, content

    def clean(self) -> dict[str, Any]:
        """At least one of the two."""
        clean = super().clean()
        if not self.errors and not clean.get("word") and not clean.get("logo"):
            self.add_error("word", "Choose a template, a logo, or both.")
        return clean
