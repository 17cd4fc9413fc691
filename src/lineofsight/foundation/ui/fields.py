"""Fields that take what people really type: spaces, commas, %, "31/10/25", "31 October 2025"."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from lineofsight.foundation.ui.widgets import Checkboxes, DateBoxes, Files
from lineofsight.foundation.ui.words import MONTHS

_MONTH_NUMBERS = {name[:3].lower(): index for index, name in enumerate(MONTHS, start=1)}
_WEEKDAY = re.compile(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*[ ,]+", re.IGNORECASE)
_ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)\b", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]+")
_CENTURY_TURNS_AT = 70


def read_date(text: str) -> dt.date:
    """The day that a person meant, day before month; a two-figure year is 2000 to 2069 or 1970 to 1999.

    Takes 31/10/25, 31.10.2025, 31 10 2025, 31 October 2025, Fri 31st Oct 25, 2025-10-31.
    Raises ValueError when it is no day of the calendar, or when a part is missing.
    """
    plain = _ORDINAL.sub("", _WEEKDAY.sub("", text.strip()))
    parts = [part for part in re.split(r"[\s/.,-]+", plain) if part]
    if len(parts) != 3:
        raise ValueError("a date has a day, a month and a year")
    day, month, year = reversed(parts) if len(parts[0]) == 4 else parts
    return dt.date(_year(year), _month(month), int(day))


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    name = "sep" if text.lower() == "sept" else text.lower()
    number = _MONTH_NUMBERS.get(name[:3])
    if number is None or not MONTHS[number - 1].lower().startswith(name):
        raise ValueError(f"no month is called {text}")
    return number


def _year(text: str) -> int:
    if len(text) not in (2, 4):
        raise ValueError("a year has two or four figures")
    year = int(text)
    if len(text) == 4:
        return year
    return 2000 + year if year < _CENTURY_TURNS_AT else 1900 + year


def _plain_number(value: Any) -> str:
    """Without the spaces, commas, pound and per cent signs that people add."""
    text = _SPACES.sub("", str(value)).replace(",", "").replace("−", "-").replace("–", "-")
    return text.removeprefix("£").removesuffix("%")


class DateField(forms.DateField):
    """One forgiving box, or three with `three_boxes=True` for dates that people know by heart. → `datetime.date`"""

    def __init__(self, *, three_boxes: bool = False, **kwargs: Any) -> None:
        box = forms.DateInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}, format="%d/%m/%Y")
        kwargs.setdefault("widget", DateBoxes() if three_boxes else box)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        try:
            return read_date(str(value))
        except ValueError:
            raise ValidationError(self._what_to_do(str(value)), code="invalid") from None

    def _what_to_do(self, text: str) -> str:
        missing = self.widget.missing_parts(text) if isinstance(self.widget, DateBoxes) else []
        if missing:
            return f"{self._said} must include a {' and a '.join(missing)}"
        return f"{self._said} must be a real date, like 31/10/2026"

    @property
    def _said(self) -> str:
        return str(self.label or "The date").rstrip(":?")


class WholeNumberField(forms.IntegerField):
    """ "1 204", "1,204" → 1204. Refuses parts of a number: 3.5 is an error, 3.0 is 3."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "govuk-input--width-5"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        return super().to_python(value if value in self.empty_values else _plain_number(value))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "spellcheck": "false"}


class DecimalField(forms.DecimalField):
    """ "12.5 %", "£1,204.50" → Decimal("12.5"), Decimal("1204.50"). A per cent stays as typed: 12.5, not 0.125."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "govuk-input--width-5"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # Django makes it a whole number's child
        if value in self.empty_values:
            return None
        try:
            number = Decimal(_plain_number(value))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return number

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "spellcheck": "false"}


class LongTextField(forms.CharField):
    """Text of several lines with a count of what is left. A line break counts as one character, as the page counts it."""

    def __init__(self, *, rows: int = 5, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


class PersonNameField(forms.CharField):
    """A person's name: any letters, no spelling help."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "autocomplete": "name", "spellcheck": "false"}


class MultipleChoiceField(forms.MultipleChoiceField):
    """Checkboxes; with `hints={value: text}` through its widget."""

    widget = Checkboxes


class FilesField(forms.FileField):
    """Several files in one go → a list, in the order chosen; each is checked like a single one."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        return [clean for clean in (super(FilesField, self).clean(one, initial) for one in given or [None]) if clean]
