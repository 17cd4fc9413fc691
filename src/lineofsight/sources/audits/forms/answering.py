"""The page of a standard: five boxes a question, and whether the standard is completed."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django import forms

from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.ui.forms import DateField, Form, LongTextField, Radios
from lineofsight.sources.audits import rules
from lineofsight.sources.audits.changes import Typed
from lineofsight.sources.audits.models import Answer
from lineofsight.sources.audits.queries.pages import Asking

LONGEST = 1500
BOXES = {
    "grade": "grade",
    "shows": "what_shows_it",
    "difference": "difference",
    "reason": "not_applicable_reason",
}
"""A box of the page, and the field of the answer that it is."""
STILL = ((rules.STILL_TRUE, "Still true"), (rules.CHANGED, "Needs changing: I have changed it below"))
COMPLETE, LATER = "yes", "later"


class StandardForm(CarefulForm):
    """The answers to the questions of one standard. Boxes are called by their question's place: `q1_grade`.

    `expected_version` holds the version of each answer that the person had read: "1:3,2:1".
    """

    says_optional = False
    expected_version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)  # type: ignore[assignment]

    def __init__(
        self,
        *args: Any,
        askings: Sequence[Asking],
        grades: Sequence[tuple[str, str, str]],
        hints: Mapping[str, str],
        **facts: Any,
    ) -> None:
        self.askings = list(askings)
        initial = self._initial()
        super().__init__(*args, initial=initial, **facts)
        for place, one in enumerate(self.askings, start=1):
            self._add(f"q{place}_", one, grades, hints)
        self.fields["complete"] = forms.ChoiceField(
            label="Have you completed this standard?",
            choices=[(COMPLETE, "Yes, every question"), (LATER, "No, I will come back later")],
            widget=Radios(),
            required=False,
        )

    def _initial(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "expected_version": self.token({one.question.code: one.answer for one in self.askings})
        }
        for place, one in enumerate(self.askings, start=1):
            found |= {f"q{place}_{box}": getattr(one.answer, name) for box, name in BOXES.items()}
            found[f"q{place}_still"] = one.answer.carried
        done = self.askings and all(one.answer.state == rules.DONE for one in self.askings)
        return {**found, "complete": COMPLETE if done else ""}

    def _add(self, prefix: str, one: Asking, grades: Sequence[tuple[str, str, str]], hints: Mapping[str, str]) -> None:
        if one.answer.last_answer_id:
            self.fields[f"{prefix}still"] = forms.ChoiceField(
                label="Is last time’s answer still true?", choices=STILL, widget=Radios(), required=False
            )
        self.fields[f"{prefix}grade"] = forms.ChoiceField(
            label="How far do you meet this?",
            choices=[(code, name) for code, name, _ in grades],
            widget=Radios(hints=hints),
            required=False,
        )
        for box, label in (
            ("shows", "What shows this?"),
            ("difference", "What difference does it make for children?"),
            ("reason", "If it does not apply: why?"),
        ):
            self.fields[f"{prefix}{box}"] = LongTextField(label=label, max_length=LONGEST, rows=3, required=False)

    def places(self) -> Iterator[tuple[int, Asking]]:
        """Each question with its place on the page, from 1."""
        return enumerate(self.askings, start=1)

    def boxes_of(self, place: int) -> list[forms.BoundField]:
        """The boxes of one question, as they are drawn."""
        return [self[name] for name in self.fields if name.startswith(f"q{place}_")]

    def typed(self, names: Collection[str] | None = None) -> dict[str, Typed]:
        """What was typed, by question; of these boxes only where they are given, with the others as they were saved."""
        versions, sent = self.versions, self.cleaned_data.keys() if names is None else names
        found = {one.question.code: self._typed(place, one, versions, sent) for place, one in self.places()}
        return found if names is None else {code: found[code] for code in self._questions_in(names)}

    def _typed(self, place: int, one: Asking, versions: Mapping[str, int], sent: Collection[str]) -> Typed:
        words = {name: getattr(one.answer, name) for name in BOXES.values()}
        for box, name in BOXES.items():
            if (key := f"q{place}_{box}") in sent:
                words[name] = self.cleaned_data.get(key, words[name]).replace("\r\n", "\n")
        key = f"q{place}_still"
        still = self.cleaned_data.get(key, "") if key in sent else ""
        return Typed(**words, still=still, version=versions.get(one.question.code, 0))

    @property
    def versions(self) -> dict[str, int]:
        """The version of each answer that the person had read."""
        pairs = (part.partition(":") for part in self.cleaned_data.get("expected_version", "").split(","))
        read = {place: int(number) for place, _, number in pairs if number.isdigit()}
        return {one.question.code: read.get(str(place), 0) for place, one in self.places()}

    def token(self, answers: Mapping[str, Answer | int]) -> str:
        """The versions of these answers as the page carries them."""
        found = ((place, answers.get(one.question.code, 0)) for place, one in self.places())
        return ",".join(f"{place}:{one.version if isinstance(one, Answer) else one}" for place, one in found)

    def _questions_in(self, names: Collection[str]) -> set[str]:
        return {one.question.code for place, one in self.places() if any(n.startswith(f"q{place}_") for n in names)}

    def say(self, reasons: Mapping[str, str]) -> None:
        """Put why an answer is not completed beside its question."""
        for place, one in self.places():
            if one.question.code in reasons:
                reason = reasons[one.question.code]
                box = (
                    "reason" if "apply" in reason else "shows" if "shows" in reason or "evidence" in reason else "grade"
                )
                box = "still" if "last time" in reason else box
                self.add_error(f"q{place}_{box}", reason)


class ActionForm(CarefulForm):
    """What the organisation will do about an answer."""

    names = {"text": "what you will do", "due_on": "the day by which it is done"}
    text = LongTextField(label="What will you do?", max_length=500, rows=3)
    owner = forms.ChoiceField(label="Who does it?", required=False)
    due_on = DateField(label="By when?", help_text="For example, 31/3/2027")

    def __init__(self, *args: Any, seats: Sequence[tuple[str, str]], **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["owner"].choices = [("", "To be agreed in our organisation"), *seats]  # type: ignore[attr-defined]


class AssignForm(Form):
    """Which colleague fills in a standard."""

    names = {"membership": "a colleague"}
    membership = forms.ChoiceField(label="Who fills in this standard?", widget=Radios())

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["membership"].choices = list(people)  # type: ignore[attr-defined]


class ReasonForm(CarefulForm):
    """Why something is done."""

    names = {"reason": "the reason"}
    reason = LongTextField(label="Why?", max_length=500, rows=3)


class DeclareForm(Form):
    """The declaration."""

    names = {"declared": "that the answers are true"}
    declared = forms.BooleanField(
        label="I have read these answers. As far as I know they are true, and I wrote none of them.",
        error_messages={"required": "Tick the box to say that the answers are true"},
    )


class WordsForm(CarefulForm):
    """One text: the answer to a question of the panel, or what an organisation says to a grade."""

    names = {"text": "your answer"}
    text = LongTextField(label="Your answer", max_length=1500, rows=5)
