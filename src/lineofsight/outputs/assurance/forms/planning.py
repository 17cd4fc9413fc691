"""Logging a product, its details, and what it says."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from lineofsight.cycle.products import rules
from lineofsight.cycle.products.models import Relation, Tag
from lineofsight.engine.framework import Framework
from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.ui.forms import DateField, LongTextField, MultipleChoiceField, Radios

Choices = Sequence[tuple[str, str]]
MARKINGS = (("OFFICIAL", "OFFICIAL"), ("OFFICIAL-SENSITIVE", "OFFICIAL-SENSITIVE"))
SECTIONS = {
    "objectives": "Which objectives is it about?",
    "priorities": "Which priorities is it about?",
    "indicators": "Which indicators does it give evidence for?",
    "themes": "Which themes is it about?",
}


class ProductForm(CarefulForm):
    """A product when it is logged: what it is, about whom, for when, and who leads it."""

    names = {"title": "a title", "organisation": "the organisation"}
    title = forms.CharField(label="Title", max_length=200, help_text="Name no child, parent or carer.")
    organisation = forms.ChoiceField(label="Which organisation is it about?", required=False)
    period_start = DateField(label="First day of the period that it covers", required=False)
    period_end = DateField(label="Last day of the period", required=False)
    due_on = DateField(label="When is it due?", help_text="For example, 31/10/2026", required=False)
    lead = forms.ChoiceField(label="Which role leads it?", required=False)
    marking = forms.ChoiceField(label="Protective marking", choices=MARKINGS, widget=Radios(inline=True))

    def __init__(
        self,
        *args: Any,
        seats: Choices,
        organisations: Choices,
        must_name: bool,
        may_name: bool = True,
        **facts: Any,
    ) -> None:
        super().__init__(*args, **facts)
        self.fields["lead"].choices = [("", "Nobody yet"), *seats]  # type: ignore[attr-defined]
        first = ("", "Choose one") if must_name else ("", "All, or several")
        self.fields["organisation"].choices = [first, *organisations]  # type: ignore[attr-defined]
        self.fields["organisation"].required = must_name
        if not may_name:
            del self.fields["organisation"]

    def clean(self) -> dict[str, Any]:
        """The period must run forwards."""
        clean = super().clean()
        reason = rules.why_not_period(clean.get("period_start"), clean.get("period_end"))
        if reason and "period_end" not in self.errors and "period_start" not in self.errors:
            self.add_error("period_end", reason)
        return clean


class NextForm(CarefulForm):
    """The next one: what is new about it."""

    names = {"title": "a title", "due_on": "the day"}
    title = forms.CharField(label="Title", max_length=200, help_text="Name no child, parent or carer.")
    period_start = DateField(label="First day of the period that it covers")
    period_end = DateField(label="Last day of the period")
    due_on = DateField(label="When is it due?", help_text="For example, 31/10/2026")

    def clean(self) -> dict[str, Any]:
        """The period must run forwards."""
        clean = super().clean()
        reason = rules.why_not_period(clean.get("period_start"), clean.get("period_end"))
        if reason and "period_end" not in self.errors and "period_start" not in self.errors:
            self.add_error("period_end", reason)
        return clean


class DetailsForm(ProductForm):
    """The same, with what the product is about."""

    def __init__(self, *args: Any, framework: Framework, **facts: Any) -> None:
        super().__init__(*args, **facts)
        for section, label in SECTIONS.items():
            choices = tag_choices(framework, section)
            if choices:
                self.fields[section] = MultipleChoiceField(label=label, choices=choices, required=False)

    @property
    def tags(self) -> list[tuple[str, str]]:
        """What was ticked, as section and code."""
        return [(section, code) for section in SECTIONS for code in self.cleaned_data.get(section, [])]


def tag_choices(framework: Framework, section: str) -> list[tuple[str, str]]:
    """The entries of a section by which a product can be found."""
    return [(one.code, getattr(one, "short_name", "") or one.name) for one in getattr(framework, section)]


def tags_by_section(tags: Sequence[Tag]) -> Mapping[str, list[str]]:
    """What is ticked already."""
    return {section: sorted(tag.code for tag in tags if tag.section == section) for section in SECTIONS}


class WordsForm(CarefulForm):
    """What a product says in short, so that whoever reads only this knows."""

    scope_text = LongTextField(
        label="What does it cover, and what are its main questions?", max_length=3000, rows=4, required=False
    )
    what = LongTextField(
        label="What did it show?", help_text="At most 150 words.", max_length=1500, rows=5, required=False
    )
    so_what = LongTextField(
        label="So what? What does it mean for children?", help_text="At most 150 words.", max_length=1500, rows=5,
        required=False,
    )  # fmt: skip
    what_next = LongTextField(
        label="What next? What do you ask for, of whom, by when?", help_text="At most 150 words.", max_length=1500,
        rows=5, required=False,
    )  # fmt: skip
    no_findings = LongTextField(
        label="If there are no findings, why?",
        help_text="Leave this empty when it has findings.",
        max_length=1000,
        rows=3,
        required=False,
    )
    shared_on = DateField(label="When was it shared with the partnership?", required=False)

    def clean(self) -> dict[str, Any]:
        """Each of the three short texts has at most 150 words."""
        clean = super().clean()
        for name in rules.SHORT_PARTS:
            reason = rules.why_not_short(**{name: clean.get(name, "")})
            if reason:
                self.add_error(name, reason)
        return clean


class RelateForm(CarefulForm):
    """How two products hang together."""

    names = {"to": "a product"}
    kind = forms.ChoiceField(label="How do they hang together?", choices=Relation.Kind.choices, widget=Radios())
    to = forms.ChoiceField(label="Which product?")

    def __init__(self, *args: Any, others: Choices, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["to"].choices = [("", "Choose one"), *others]  # type: ignore[attr-defined]
