"""Forms of the dashboard."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from lineofsight.engine.tables.areas import AreaRule
from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.partnership.models import Area, Organisation, Partnership
from lineofsight.foundation.ui.forms import (
    Checkboxes,
    DateField,
    DecimalField,
    LongTextField,
    MultipleChoiceField,
    Radios,
    VersionedForm,
    WholeNumberField,
)
from lineofsight.sources.dashboard.models import Annotation, DataQuality
from lineofsight.sources.dashboard.rules import checking, defining, neighbours, periods

PERIOD_TYPES = ("month", "quarter", "term", "financial_year", "academic_year", "calendar_year")
FREQUENCIES = ("monthly", "quarterly", "termly", "yearly")
FAMILIES = {
    "binomial": "A share: so many out of so many",
    "poisson": "A count, or a rate of counts",
    "gaussian": "Something else, such as an average",
}
MULTIPLIERS = {"percent": 100, "rate_per_1_000": 1_000, "rate_per_10_000": 10_000, "rate_per_100_000": 100_000}
Choices = Sequence[tuple[str, str]]


class AnnotationForm(CarefulForm):
    """A note, a new baseline or an exclusion."""

    kind = forms.ChoiceField(
        label="What do you want to add?",
        choices=Annotation.Kind.choices,
        widget=Radios(
            hints={
                "note": "Says what happened. Limits stay as they are.",
                "rebase": "The way of working changed for good. Limits start anew here, and so does early warning.",
                "exclusion": "One figure is known not to be comparable. It stays on the chart and out of the limits.",
            }
        ),
    )
    period = forms.ChoiceField(label="Which period?")
    about = forms.ChoiceField(label="Whose figures?", required=False)
    reason = LongTextField(label="Why?", max_length=500, help_text="It stands on the chart with your name and role.")

    def __init__(
        self, *args: Any, axis: Iterable[tuple[str, str]], about: Iterable[tuple[str, str]], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.fields["period"].choices = list(axis)  # type: ignore[attr-defined]
        self.fields["about"].choices = [("", "Everybody's"), *about]  # type: ignore[attr-defined]

    def clean_period(self) -> date:
        """The first day of the period."""
        return date.fromisoformat(self.cleaned_data["period"])


class WithdrawForm(CarefulForm):
    """Taking a note back."""

    reason = LongTextField(label="Why do you withdraw it?", max_length=500)


class NarrativeForm(CarefulForm):
    """What changed, why, so what, what next."""

    changed = LongTextField(label="What has changed?", max_length=800, required=False)
    why = LongTextField(label="Why?", max_length=800, required=False, help_text="Say so if you do not know yet.")
    so_what = LongTextField(label="So what for children?", max_length=800, required=False)
    what_next = LongTextField(label="What next, who does it, by when?", max_length=800, required=False)


class QualityForm(CarefulForm):
    """How good one organisation's figures are."""

    organisation = forms.ModelChoiceField(
        label="Whose figures?", queryset=Organisation.objects.none(), empty_label="Choose one"
    )
    rating = forms.ChoiceField(
        label="How good are they?",
        choices=DataQuality.Rating.choices,
        widget=Radios(
            hints={
                "good": "Complete, counted as the definition says.",
                "fair": "Small gaps or differences, which do not change the message.",
                "poor": "Gaps or differences that could change the message.",
            }
        ),
    )
    reason = LongTextField(label="Why?", max_length=500)

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taking_part = Organisation.objects.filter(participations__partnership=partnership).distinct().order_by("name")
        self.fields["organisation"].queryset = taking_part  # type: ignore[attr-defined]


class DefinitionForm(CarefulForm):
    """Every field of a definition. What is derived from another (multiplier, family's roll-up) is asked only once."""

    name = forms.CharField(label="Name", max_length=200)
    question = LongTextField(label="Which question does it answer?", max_length=400, rows=2)
    counts = forms.CharField(
        label="What is one unit?", max_length=120, help_text="For example: children, visits, reviews."
    )
    numerator = LongTextField(label="What is counted (above the line)?", max_length=600, rows=2)
    denominator = LongTextField(label="Out of what (below the line)?", max_length=600, rows=2, required=False)
    unit = forms.ChoiceField(label="Shown as", choices=list(defining.UNIT_WORDS.items()))
    decimals = WholeNumberField(label="Decimal places", min_value=0, max_value=3)
    family = forms.ChoiceField(label="What kind of figure is it?", choices=list(FAMILIES.items()), widget=Radios())
    period_type = forms.ChoiceField(
        label="Period", choices=[(one, periods.named(one).capitalize()) for one in PERIOD_TYPES]
    )
    taken = forms.ChoiceField(label="How it is taken", choices=list(defining.TAKEN.items()), widget=Radios())
    frequency = forms.ChoiceField(label="How often it comes", choices=[(one, one.capitalize()) for one in FREQUENCIES])
    arrival_days = WholeNumberField(label="Days after the period until it usually comes", min_value=0, max_value=400)
    direction = forms.ChoiceField(
        label="Which way is good?", choices=list(defining.DIRECTIONS.items()), widget=Radios()
    )
    direction_reason = LongTextField(label="Why is that way good, or why is neither?", max_length=400, rows=2)
    target = DecimalField(label="Target", required=False)
    tolerance = DecimalField(label="Give or take", required=False)
    target_reason = forms.CharField(label="Where the target comes from", max_length=300, required=False)
    roll_up = forms.ChoiceField(
        label="How areas and agencies make a total", choices=list(defining.ROLL_UPS.items()), widget=Radios()
    )
    small_number_rule = forms.ChoiceField(label="Rule for small numbers")
    data_source = forms.CharField(label="Where the data come from", max_length=200, required=False)
    known_limits = LongTextField(label="Known limits", max_length=800, required=False)

    def __init__(self, *args: Any, rules: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["small_number_rule"].choices = list(rules)  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """The clean values as columns of a version."""
        clean = dict(self.cleaned_data)
        names = set(DefinitionForm.base_fields) - {"expected_version"}
        facts = {name: clean[name] for name in names}
        for name in ("target", "tolerance"):
            facts[name] = None if facts[name] is None else float(facts[name])
        return facts | {"multiplier": MULTIPLIERS.get(facts["unit"], 1)}


class NewMeasureForm(DefinitionForm):
    """A measure of the partnership's own."""

    code = forms.SlugField(
        label="Code", max_length=80, help_text="Short, in small letters, for templates and files: visits-in-time."
    )
    links = MultipleChoiceField(label="What is it evidence for?", widget=Checkboxes(), required=False)
    field_order = ("name", "code", "question")

    def __init__(self, *args: Any, purposes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["links"].choices = list(purposes)  # type: ignore[attr-defined]


class ChangedDefinitionForm(DefinitionForm):
    """A new version of a definition."""

    effective_from = DateField(
        label="From which day does it count?", help_text="The first day of a period, for example 1/4/2026."
    )
    reason = LongTextField(
        label="Why does it change?", max_length=500, help_text="It stands at the break on the chart."
    )
    field_order = ("effective_from", "reason", "name")


class PublishForm(CarefulForm):
    """A quarter's headline, and the reason for each warning."""

    def __init__(self, *args: Any, checks: Iterable[checking.Check], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for check in checks:
            if not check.stops:
                self.fields[f"reason_{check.code}"] = LongTextField(
                    label=check.text, max_length=400, rows=2, help_text="Give the reason."
                )
        self.fields["headline"] = LongTextField(label="Headline: what should people know first?", max_length=800)

    def reasons(self) -> dict[str, str]:
        """The reasons by the code of what they answer."""
        found = self.cleaned_data.items()
        return {name.removeprefix("reason_"): text for name, text in found if name.startswith("reason_")}


class CorrectionForm(CarefulForm):
    """What was wrong in what was published."""

    text = LongTextField(label="What was wrong, and what is right?", max_length=800)


def areas_of(partnership: Partnership) -> list[Area]:
    """The areas that the partnership covers, by name."""
    return list(Area.objects.filter(coverages__partnership=partnership).distinct().order_by("name"))


class NeighboursForm(VersionedForm):
    """The councils most like the partnership's own, and which model says so."""

    names = {"councils": "the councils", "source": "which model says so"}
    councils = LongTextField(
        label="Councils, one a line, the closest first",
        help_text="Each by its official code, the department’s three-figure number or its name: E10000012, 881 or Essex.",
        max_length=2000,
        rows=11,
    )
    source = forms.CharField(
        label="Which model says so, of which year?",
        help_text="For example, “Children’s services statistical neighbour model, 2025”.",
        max_length=200,
    )

    def clean_councils(self) -> str:
        """Their codes, separated by spaces."""
        rule = AreaRule(scheme="england", codes={})
        codes, unknown = neighbours.read_lines(self.cleaned_data["councils"], resolve=rule.resolve)
        if unknown:
            raise forms.ValidationError(f"We do not know “{unknown[0]}”. Write its code, its number or its name.")
        if len(codes) > neighbours.MOST:
            raise forms.ValidationError(f"Name {neighbours.MOST} councils at most.")
        return " ".join(codes)
