"""What the panel says of the answers to one standard: its grade with a reason, or a question to the agency."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from lineofsight.foundation.partnership.careful import CarefulForm
from lineofsight.foundation.ui.forms import LongTextField, Radios
from lineofsight.sources.audits.queries.pages import Asking


@dataclass(frozen=True, slots=True)
class View:
    """What was said of one answer."""

    asking: Asking
    place: int
    grade: str
    reason: str
    query: str

    @property
    def is_new(self) -> bool:
        """False where the grade and its reason stand as they were."""
        held = self.asking.moderated
        return bool(self.grade) and (held is None or (held.grade, held.reason) != (self.grade, self.reason))


class ModerateForm(CarefulForm):
    """Boxes are called by their question's place: `m1_grade`. `expected_version`: the newest grade that was read of each."""

    says_optional = False
    expected_version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)  # type: ignore[assignment]

    def __init__(
        self, *args: Any, askings: Sequence[Asking], grades: Sequence[tuple[str, str, str]], **facts: Any
    ) -> None:
        self.askings = list(askings)
        self.grade_names = {code: name for code, name, _ in grades}
        super().__init__(*args, initial=self._initial(), **facts)
        for place, one in self.places():
            self._add(place, one, grades)

    def _initial(self) -> dict[str, Any]:
        found: dict[str, Any] = {"expected_version": self.token}
        for place, one in self.places():
            if one.moderated:
                found |= {f"m{place}_grade": one.moderated.grade, f"m{place}_reason": one.moderated.reason}
        return found

    def _add(self, place: int, one: Asking, grades: Sequence[tuple[str, str, str]]) -> None:
        own = one.answer.grade
        choices = [(code, f"Agree: {name}" if code == own else name) for code, name, _ in grades]
        choices.sort(key=lambda pair: pair[0] != own)
        self.fields[f"m{place}_grade"] = forms.ChoiceField(
            label="Your view", choices=choices, widget=Radios(), required=False
        )
        self.fields[f"m{place}_reason"] = LongTextField(
            label="Reason", help_text="Needed where you do not agree.", max_length=1000, rows=2, required=False
        )
        self.fields[f"m{place}_query"] = LongTextField(
            label="Ask the agency", help_text="It waits until you send all questions as one e-mail.", max_length=1000,
            rows=2, required=False,
        )  # fmt: skip

    def places(self) -> Iterator[tuple[int, Asking]]:
        """Each question with its place on the page, from 1."""
        return enumerate(self.askings, start=1)

    @property
    def token(self) -> str:
        """The newest grade of each answer, as the page carries them."""
        return ",".join(str(one.moderated.pk if one.moderated else 0) for _, one in self.places())

    def boxes_of(self, place: int) -> list[forms.BoundField]:
        """The boxes of one question, as they are drawn."""
        return [self[name] for name in self.fields if name.startswith(f"m{place}_")]

    def clean(self) -> dict[str, Any]:
        """A reason beside every grade that differs from the agency's own; nobody's grade is passed over unseen."""
        clean = super().clean()
        for place, one in self.places():
            grade = clean.get(f"m{place}_grade", "")
            if grade and grade != one.answer.grade and not clean.get(f"m{place}_reason", "").strip():
                self.add_error(f"m{place}_reason", "Write the reason for another grade")
        if clean.get("expected_version") not in ("", None, self.token):
            self._say_what_changed(clean)
        return clean

    def _say_what_changed(self, clean: dict[str, Any]) -> None:
        read = clean["expected_version"].split(",")
        for (place, one), before in zip(self.places(), read, strict=False):
            held = one.moderated
            if held and str(held.pk) != before and clean.get(f"m{place}_grade") != held.grade:
                name = self.grade_names.get(held.grade, held.grade)
                self.add_error(
                    f"m{place}_grade",
                    f"{held.actor.name} said “{name}” while you were looking. Yours is kept here: send it again if it stands.",
                )
        newest = QueryDict(mutable=True)
        newest.update(self.data)  # type: ignore[arg-type]
        newest["expected_version"] = self.token
        self.data = newest

    def views(self) -> Iterator[View]:
        """What was said of each answer."""
        clean = self.cleaned_data
        for place, one in self.places():
            said = {box: clean.get(f"m{place}_{box}", "").strip() for box in ("grade", "reason", "query")}
            yield View(one, place, **said)
