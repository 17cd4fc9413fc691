"""What a table has: columns and filters, and how both work on a queryset and on a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django import forms
from django.db.models import Q, QuerySet

from lineofsight.foundation.ui import words
from lineofsight.foundation.ui.fields import DateField

Reader = str | Callable[[Any], Any]
Choices = Iterable[tuple[str, str]]


def read(row: Any, path: str) -> Any:
    """`owner.name` of a row: through attributes or keys, calling what is callable; None as soon as a part is None."""
    value = row
    for part in path.split("."):
        if value is None:
            return None
        value = value[part] if isinstance(value, dict) else getattr(value, part)
        value = value() if callable(value) else value
    return value


@dataclass(frozen=True)
class Column:
    """One column.

    value: path ("owner.name") or function of the row; default: `key`.
    sort: name of the database field ("owner__name") for a queryset, or a function of the row for a list; True sorts by
        `key` (queryset) or by the value that a file would hold (list); False cannot be sorted by.
    url: function of the row → address of the cell's link, or "" for none.
    tone: function of the row → tone of a tag, or "" for plain text.
    export: function of the row → value in a file; False leaves the column out; default: the value.
    on_page: False keeps the column for files alone: a long answer, say.
    filter: "text", or choices [(value, label)]; a short way to a `Filter` of the same key.
    """

    key: str
    label: str
    value: Reader | None = None
    sort: str | bool | Callable[[Any], Any] = True
    align: Literal["", "right"] = ""
    url: Callable[[Any], str | None] | None = None
    tone: Callable[[Any], str] | None = None
    export: Callable[[Any], Any] | bool = True
    on_page: bool = True
    filter: Literal["text"] | Choices | None = None

    def value_of(self, row: Any) -> Any:
        reader = self.value or self.key
        return reader(row) if callable(reader) else read(row, reader)

    def exported(self, row: Any) -> Any:
        return self.export(row) if callable(self.export) else self.value_of(row)

    def cell(self, row: Any) -> dict[str, Any]:
        """What the template shows: {text, url, tone, label, align}."""
        return {
            "text": self.value_of(row),
            "url": (self.url(row) if self.url else "") or "",
            "tone": self.tone(row) if self.tone else "",
            "label": self.label,
            "align": self.align,
        }

    def sort_key(self, row: Any) -> Any:
        return self.sort(row) if callable(self.sort) else self.exported(row)

    @property
    def order_field(self) -> str:
        """The database field behind the column."""
        return self.sort if isinstance(self.sort, str) else self.key.replace(".", "__")


@dataclass(frozen=True)
class Filter:
    """One filter; its `key` is its name in the address.

    kind: text (contains), choice (one of `choices`), from and to (dates, both included), tick (only when ticked).
    lookup: database lookup ("owner__name__icontains"); default: by `key` and kind.
    value: path or function of the row, for a list; default: `key`.
    apply: function of rows and clean value → rows, in place of `lookup` and `value`.
    """

    key: str
    label: str
    kind: Literal["text", "choice", "from", "to", "tick"] = "text"
    choices: Choices = ()
    lookup: str = ""
    value: Reader | None = None
    apply: Callable[[Any, Any], Any] | None = None
    hint: str = ""

    def field(self) -> forms.Field:
        common: dict[str, Any] = {"label": self.label, "required": False, "help_text": self.hint}
        match self.kind:
            case "choice":
                return forms.ChoiceField(choices=[("", "All"), *self.choices], **common)
            case "from" | "to":
                return DateField(**common)
            case "tick":
                return forms.BooleanField(**common)
        return forms.CharField(max_length=200, **common)

    def narrowed(self, rows: Any, chosen: Any) -> Any:
        """The rows that the filter lets through."""
        if self.apply is not None:
            return self.apply(rows, chosen)
        if isinstance(rows, QuerySet):
            return rows.filter(Q(**{self.lookup or self._usual_lookup(): chosen}))
        return [row for row in rows if self._lets_through(row, chosen)]

    def words_for(self, chosen: Any) -> str:
        """The chosen value as a reader knows it."""
        labels = {str(value): str(label) for value, label in self.choices}
        return labels.get(str(chosen)) or words.shown(chosen)

    def _usual_lookup(self) -> str:
        path = self.key.replace(".", "__")
        return path + {"text": "__icontains", "from": "__gte", "to": "__lte"}.get(self.kind, "")

    def _lets_through(self, row: Any, chosen: Any) -> bool:
        reader = self.value or self.key
        value = reader(row) if callable(reader) else read(row, reader)
        match self.kind:
            case "text":
                return str(chosen).casefold() in words.shown(value).casefold()
            case "from":
                return value is not None and _day(value) >= chosen
            case "to":
                return value is not None and _day(value) <= chosen
        return str(value) == str(chosen)


def _day(value: dt.date) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value


def filters_of(columns: Sequence[Column]) -> list[Filter]:
    """The filters that columns ask for."""
    found = []
    for column in columns:
        if column.filter == "text":
            path = f"{column.order_field}__icontains"
            found.append(Filter(column.key, column.label, lookup=path, value=column.value))
        elif column.filter is not None:
            choices = tuple(column.filter)  # type: ignore[arg-type]
            found.append(
                Filter(column.key, column.label, "choice", choices, lookup=column.order_field, value=column.value)
            )
    return found
