"""Two people changed the same thing: both versions side by side, and the second chooses, field by field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from lineofsight.foundation.ui import words


@dataclass(frozen=True)
class Version:
    """One side of a difference: what a person reads, and what the form sends when it is chosen."""

    shown: str
    raw: str


@dataclass(frozen=True)
class Difference:
    name: str
    label: str
    yours: Version
    theirs: Version


@dataclass(frozen=True)
class Conflict:
    """What `ui/_conflict.html` shows. `carried`: (name, raw) of the fields that do not differ, sent along unseen."""

    by: str
    at: dt.datetime
    version: int | str
    differences: tuple[Difference, ...]
    carried: tuple[tuple[str, str], ...]


def conflict_between(
    form: forms.BaseForm, saved: Mapping[str, Any], *, by: str, at: dt.datetime, version: int | str
) -> Conflict:
    """The conflict between a checked form and what was saved meanwhile.

    `saved` holds the other version as clean values, by field name; a field that it leaves out counts as the same.
    `version` is that of `saved`: the next form carries it.
    """
    differences, carried = [], []
    for field in form.visible_fields():
        mine = form.cleaned_data.get(field.name)
        theirs = saved.get(field.name, mine)
        if mine == theirs:
            carried.append((field.name, _raw(field, mine)))
            continue
        pair = (Version(_shown(field, value), _raw(field, value)) for value in (mine, theirs))
        differences.append(Difference(field.name, str(field.label), *pair))
    return Conflict(by, at, version, tuple(differences), tuple(carried))


def _raw(field: forms.BoundField, value: Any) -> str:
    """As the form's own box would send it; several values a line each."""
    if isinstance(value, bool):
        return "true" if value else "false"
    prepared = field.field.prepare_value(value)
    if isinstance(prepared, list | tuple | set):
        return "\n".join(str(one) for one in prepared)
    formatted = field.field.widget.format_value(prepared) if prepared is not None else ""
    if isinstance(formatted, list):
        return "\n".join(formatted)
    return "" if formatted is None else str(formatted)


def _shown(field: forms.BoundField, value: Any) -> str:
    """A choice by its label; anything else as pages say it."""
    labels = {str(key): str(label) for key, label in getattr(field.field, "choices", []) if not isinstance(label, list)}
    several = value if isinstance(value, list | tuple | set) else [value]
    raw = [str(field.field.prepare_value(one)) for one in several]
    return (
        ", ".join(labels.get(key) or words.shown(one) for key, one in zip(raw, several, strict=True)) or words.NOTHING
    )
