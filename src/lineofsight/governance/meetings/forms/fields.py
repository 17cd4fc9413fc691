"""What the forms of meetings share."""

import re
from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django import forms

Choices = Sequence[tuple[str, str]]
DAY_HINT = "For example, 3/11/2026"
MARKINGS = (("OFFICIAL", "OFFICIAL"), ("OFFICIAL-SENSITIVE", "OFFICIAL-SENSITIVE"))


def choose(form: forms.Form, name: str, first: str, choices: Choices) -> None:
    """Fill a list, with the words for nothing chosen first."""
    form.fields[name].choices = [("", first), *choices]  # type: ignore[attr-defined]


class TimeField(forms.Field):
    """A time of the day as people type it: 10:00, 10.30, 10, 2pm, 14:15. → `datetime.time`"""

    def __init__(self, **facts: Any) -> None:
        facts.setdefault("widget", forms.TextInput(attrs={"class": "govuk-input--width-5", "autocomplete": "off"}))
        super().__init__(**facts)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values or isinstance(value, time):
            return value or None
        found = re.fullmatch(r"(\d{1,2})(?:[:.h](\d{2}))?(am|pm)?", str(value).strip().lower().replace(" ", ""))
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
        if found and found[3]:
            hour = hour % 12 + (12 if found[3] == "pm" else 0)
        if hour > 23 or minute > 59:
            raise forms.ValidationError(f"{self.label} must be a time of the day, like 10:00 or 2pm")
        return time(hour, minute)


def ahead(day: date, today: date) -> date:
    """The day, when it is still to come; else what to do."""
    if day < today:
        raise forms.ValidationError("Choose a day that is still to come.")
    return day
