"""Widgets that Django has not: choices with descriptors, a date in three boxes, a password that can be shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms

_PARTS = ("day", "month", "year")


class _Described:
    """Gives each option the hint that stands under its label: a rating's definition, say."""

    def __init__(
        self, attrs: dict[str, Any] | None = None, choices: Any = (), *, hints: Mapping[Any, str] | None = None
    ):
        super().__init__(attrs, choices)  # type: ignore[call-arg]
        self.hints = {str(value): text for value, text in (hints or {}).items()}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        hint = self.hints.get(str(value), "")
        hint_id = f"{option['attrs'].get('id', '')}_hint"
        if hint:
            option["attrs"]["aria-describedby"] = hint_id
        return {**option, "hint": hint, "hint_id": hint_id}


class Radios(_Described, forms.RadioSelect):
    """Radios; `hints={value: text}` adds descriptors, `inline=True` sets two short answers beside each other."""

    def __init__(self, *args: Any, inline: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.inline = inline

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["inline"] = self.inline
        return context


class Checkboxes(_Described, forms.CheckboxSelectMultiple):
    """Checkboxes; `hints={value: text}` adds descriptors. Also takes several values in one, a line each."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        chosen = super().value_from_datadict(data, files, name)
        if isinstance(chosen, list) and len(chosen) == 1:
            return chosen[0].split("\n")
        return chosen


class Password(forms.PasswordInput):
    """A password box with a button that shows what was typed."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, new: bool = False) -> None:
        super().__init__({"autocomplete": "new-password" if new else "current-password", **(attrs or {})})


class Files(forms.ClearableFileInput):
    """A file box that takes several."""

    allow_multiple_selected = True


class DateBoxes(forms.Widget):
    """Day, month and year in three boxes: `<name>-day` and so on. Gives the field "31/10/2025"."""

    template_name = "ui/forms/date_boxes.html"
    use_fieldset = True

    def first_box_id(self, id_: str) -> str:
        return f"{id_}_day"

    def id_for_label(self, id_: str | None) -> str:
        return ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        parts = [str(data.get(f"{name}-{part}", "")).strip() for part in _PARTS]
        return "/".join(parts) if any(parts) else data.get(name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(key in data for key in (name, *(f"{name}-{part}" for part in _PARTS)))

    def format_value(self, value: Any) -> Any:
        if isinstance(value, dt.date):
            return f"{value.day}/{value.month}/{value.year}"
        return value

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        texts = [*str(self.format_value(value) or "").split("/"), "", "", ""][:3]
        context["widget"]["boxes"] = [
            {"part": part, "label": part.capitalize(), "value": text} for part, text in zip(_PARTS, texts, strict=True)
        ]
        return context

    @staticmethod
    def missing_parts(text: str) -> list[str]:
        """Which of day, month and year were left empty."""
        given = text.split("/")
        return [part for part, value in zip(_PARTS, given, strict=False) if not value] if len(given) == 3 else []
