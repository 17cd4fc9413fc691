"""What is typed from finding to impact. Words that could identify a child are asked about before anything is saved."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.ui.forms import (
    Checkboxes,
    DateField,
    FilesField,
    LongTextField,
    MultipleChoiceField,
    Radios,
)

Choices = Sequence[tuple[str, str]]
Hints = dict[str, str]
MONTHS = (("3", "After 3 months"), ("6", "After 6 months"), ("12", "After 12 months"))
ANSWERS = (("accepted", "Accepted"), ("partly", "Partly accepted"), ("rejected", "Rejected"))
RESULTS = (
    ("passed", "It made the difference"),
    ("partly", "It made some difference"),
    ("not_passed", "No difference yet"),
)


class ChoosingForm(CarefulForm):
    """A form whose lists come from the page: `lists` by the name of the field; `unsaid` is the first, empty choice."""

    unsaid: dict[str, str] = {}

    def __init__(self, *args: Any, lists: Mapping[str, Choices] | None = None, **facts: Any) -> None:
        super().__init__(*args, **facts)
        for name, choices in (lists or {}).items():
            first = [("", self.unsaid[name])] if name in self.unsaid else []
            self.fields[name].choices = [*first, *choices]  # type: ignore[attr-defined]


class FindingForm(ChoosingForm):
    """What was found out, and where."""

    unsaid = {"organisation": "Several, or the whole partnership", "product": "Not from a product"}
    names = {"kind": "what kind it is", "title": "a title", "text": "what was found", "found_on": "the day"}
    kind = forms.ChoiceField(label="What kind of finding is it?", widget=Radios())
    title = forms.CharField(label="Say it in one line", max_length=200)
    text = LongTextField(label="What was found, and how do you know?", max_length=4000)
    so_what = LongTextField(label="What does it mean for children?", max_length=2000, rows=3, required=False)
    themes = MultipleChoiceField(label="Themes", required=False, widget=Checkboxes(), help_text="All that fit.")
    organisation = forms.ChoiceField(label="Which agency is it about?", required=False)
    product = forms.ChoiceField(label="Which product is it from?", required=False)
    found_on = DateField(label="When was it found?", help_text="For example, 31/10/2026")
    is_draft = forms.BooleanField(label="Keep it as my draft: nobody else reads it until I issue it", required=False)

    def __init__(self, *args: Any, hints: Hints | None = None, may_draft: bool = False, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["kind"].widget.hints = hints or {}  # type: ignore[attr-defined]
        if not may_draft:
            del self.fields["is_draft"]


class EditFindingForm(FindingForm):
    """A finding's words put right."""

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        for name in ("product", "found_on"):
            del self.fields[name]


class RecommendationForm(ChoosingForm):
    """What should be done, for whom, by when, and what should then be different."""

    unsaid = {"organisation": "The whole partnership", "owner": "Nobody yet"}
    names = {"wording": "the recommendation", "due_on": "the day"}
    wording = LongTextField(
        label="What should be done?",
        help_text="This wording is fixed once you save it. Everything else is added beside it.",
        max_length=2000,
        rows=4,
    )
    owner = forms.ChoiceField(label="Which role answers for it?", required=False)
    organisation = forms.ChoiceField(label="Which agency is it for, if no role answers for it yet?", required=False)
    due_on = DateField(label="By when should it be done?", required=False, help_text="For example, 31/10/2026")
    expected_difference = LongTextField(
        label="What should be different for children, and how will we tell?", max_length=2000, rows=3, required=False
    )
    is_scrutiny = forms.BooleanField(
        label="It is mine as Independent Scrutineer: only I say when I am satisfied", required=False
    )
    is_draft = forms.BooleanField(label="Keep it as my draft: nobody else reads it until I issue it", required=False)

    def __init__(self, *args: Any, may_draft: bool = False, **facts: Any) -> None:
        super().__init__(*args, **facts)
        if not may_draft:
            for name in ("is_scrutiny", "is_draft"):
                del self.fields[name]


class PlanForm(RecommendationForm):
    """Who answers for a recommendation, by when."""

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        del self.fields["wording"]


class AnswerForm(CarefulForm):
    """Accepted, partly or rejected."""

    names = {"answer": "your answer"}
    answer = forms.ChoiceField(label="Is it accepted?", choices=ANSWERS, widget=Radios())
    reason = LongTextField(
        label="Why?",
        help_text="Needed when it is partly accepted or rejected, or when the answer changes. It stays on record.",
        max_length=2000,
        rows=4,
        required=False,
    )


class ActionForm(ChoosingForm):
    """What somebody will do by when."""

    unsaid = {"owner": "Nobody yet: the agency decides", "organisation": "Choose one", "recommendation": "None"}
    names = {"text": "what is to be done", "organisation": "an agency", "due_on": "the day"}
    text = LongTextField(label="What is to be done?", max_length=2000, rows=3)
    organisation = forms.ChoiceField(label="Which agency does it?", required=False)
    owner = forms.ChoiceField(
        label="Which role owns it?", required=False, help_text="The role’s agency then counts as the one that does it."
    )
    due_on = DateField(label="By when?", help_text="For example, 31/10/2026")
    recommendation = forms.ChoiceField(label="Which recommendation does it serve?", required=False)

    def clean(self) -> dict[str, Any]:
        """Somebody must do it: an agency or a role."""
        clean = super().clean()
        if not clean.get("organisation") and not clean.get("owner"):
            self.add_error("organisation", "Choose which agency does it, or which role owns it")
        return clean


class UpdateForm(ChoosingForm):
    """What has happened since: one line is enough."""

    unsaid = {"owner": "As it is"}
    names = {"text": "what has happened since"}
    text = LongTextField(label="What has happened since?", help_text="One line is enough.", max_length=2000, rows=3)
    state = forms.ChoiceField(
        label="Where is it?", choices=(("open", "Not started"), ("under_way", "Under way")), widget=Radios()
    )
    due_on = DateField(label="A new date, if it needs one", required=False, help_text="For example, 31/10/2026")
    owner = forms.ChoiceField(label="Another role to own it", required=False)


class QuickUpdateForm(UpdateForm):
    """The same from an e-mail: where it is, and one line."""

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        for name in ("due_on", "owner"):
            del self.fields[name]


class WordsForm(CarefulForm):
    """One text that must be there: a reason, what is missing, what was found."""

    names = {"words": "the reason"}
    words = LongTextField(label="Why?", max_length=2000, rows=4)

    def __init__(self, *args: Any, label: str = "", hint: str = "", needed: bool = True, **facts: Any) -> None:
        super().__init__(*args, **facts)
        field = self.fields["words"]
        field.required = needed
        field.label, field.help_text = label or field.label, hint


class EvidenceFields(CarefulForm):
    """A form that takes files and one link as evidence beside what it asks."""

    proof = FilesField(label="Files that show it", required=False,
                       help_text="PDF, Word, Excel, pictures, e-mail. Write no child’s name into them.")  # fmt: skip
    link = forms.CharField(label="Or a link to where it is kept", required=False, max_length=500,
                           help_text="For example, https://www.example.org/minutes")  # fmt: skip
    link_title = forms.CharField(label="What the link shows", required=False, max_length=200)


class DoneForm(EvidenceFields):
    """What was done, and what shows it."""

    names = {"words": "what was done"}
    words = LongTextField(
        label="What was done, and what is different now?",
        help_text="Somebody else reads this with your evidence.",
        max_length=2000,
        rows=4,
    )
    field_order = ("words", "proof", "link", "link_title")


class ImpactPlanForm(ChoosingForm):
    """When and against what the impact is checked."""

    unsaid = {"checker": "Whoever keeps the plan", "measure_subject": "No measure of the dashboard"}
    names = {"measure": "what will be looked at", "baseline": "how it is now", "baseline_on": "the day"}
    after_months = forms.ChoiceField(label="When do we look?", choices=MONTHS, widget=Radios(), initial="6")
    measure = LongTextField(
        label="What will we look at?",
        help_text="For example: the share of reviews held in time, a second look at 20 plans, what children say.",
        max_length=1000,
        rows=3,
    )
    measure_subject = forms.ChoiceField(label="Which measure shows it?", required=False)
    baseline = LongTextField(label="How is it now?", help_text="The baseline: what the check compares with.",
                             max_length=1000, rows=3)  # fmt: skip
    baseline_on = DateField(label="On which day was it so?", help_text="For example, 31/10/2026")
    target = LongTextField(label="What should it be then?", max_length=500, rows=2, required=False)
    checker = forms.ChoiceField(label="Which role looks?", required=False, help_text="Never one that owns it.")


class ImpactForm(EvidenceFields):
    """What the check shows."""

    names = {"result": "what the check shows", "found": "what you found", "checked_on": "the day"}
    found = LongTextField(label="What does it show now, and for which children?", max_length=3000)
    result = forms.ChoiceField(label="Did it make the difference?", choices=RESULTS, widget=Radios())
    checked_on = DateField(label="When did you look?", help_text="For example, 31/10/2026")
    field_order = ("found", "result", "checked_on", "proof", "link", "link_title")


class AdoptionForm(ChoosingForm):
    """An agency took up a strength."""

    unsaid = {"organisation": "Choose one"}
    names = {"organisation": "an agency", "adopted_on": "the day"}
    organisation = forms.ChoiceField(label="Which agency took it up?")
    adopted_on = DateField(label="Since when?", help_text="For example, 31/10/2026")
    effect = LongTextField(label="What is different since?", max_length=2000, rows=3, required=False,
                           help_text="You can say this later.")  # fmt: skip


class EffectForm(CarefulForm):
    """What a strength changed."""

    names = {"effect": "what is different", "effect_on": "the day"}
    effect = LongTextField(label="What is different since, and how do you know?", max_length=2000, rows=4)
    effect_on = DateField(label="On which day did you see it?", help_text="For example, 31/10/2026")


class MergeForm(ChoosingForm):
    """Two that say the same become one."""

    unsaid = {"into": "Choose one"}
    names = {"into": "a recommendation"}
    into = forms.ChoiceField(label="Into which one does it go?")


class SourceForm(ChoosingForm):
    """One more place that says the same."""

    unsaid = {"finding": "Choose one"}
    names = {"finding": "a finding"}
    finding = forms.ChoiceField(label="Which finding says the same?")


class ExtendForm(ChoosingForm):
    """A new day for many actions."""

    names = {"due_on": "the new date", "reason": "the reason"}
    due_on = DateField(label="The new date", help_text="For example, 31/10/2026")
    reason = LongTextField(label="Why?", max_length=500, rows=2, help_text="It is kept with each action.")


class ReassignForm(ChoosingForm):
    """Another role for many actions."""

    unsaid = {"owner": "Choose one"}
    names = {"owner": "a role", "reason": "the reason"}
    owner = forms.ChoiceField(label="Which role owns them from now on?")
    reason = LongTextField(label="Why?", max_length=500, rows=2, help_text="It is kept with each action.")


class RemindForm(ChoosingForm):
    """Nothing needs to be said for a reminder."""
