"""Turns what a page hands to a component into what its template shows. No HTML is made here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.http import QueryDict

from lineofsight.foundation.ui import words

TONES = ("good", "fair", "weak", "poor", "none", "problem", "info", "quiet", "neutral")
SYMBOL_OF_TONE = {"good": "full", "fair": "half", "weak": "quarter", "poor": "empty", "none": "dash"}
SOON_IN_DAYS = 7


def tone(name: str) -> str:
    """The same name; an unknown one is a programming error and says which there are."""
    if name not in TONES:
        raise ValueError(f"There is no tone {name!r}. Tones: {', '.join(TONES)}.")
    return name


def pair(given: Any) -> dict[str, Any]:
    """{label, url} from a pair or from something that has both."""
    if isinstance(given, tuple | list):
        return {"label": given[0], "url": given[1] if len(given) > 1 else ""}
    return dict(given)


def summary_row(given: Any) -> dict[str, Any]:
    """{key, value, url, action, hidden} from a pair or a mapping; `hidden` defaults to the key."""
    row = {"key": given[0], "value": given[1]} if isinstance(given, tuple | list) else dict(given)
    hidden = row.get("hidden") or words.inside_sentence(str(row["key"]))
    return {"url": "", "action": "Change", **row, "hidden": hidden}


def table_head(given: Any) -> dict[str, str]:
    head = {"label": given} if isinstance(given, str) else dict(given)
    return {"align": "", **head}


def table_cell(given: Any) -> dict[str, Any]:
    cell = dict(given) if isinstance(given, Mapping) else {"text": given}
    return {"url": "", "tone": "", **cell}


def table_row(row: Any, heads: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Cells joined with the head above them, so that a narrow screen can repeat it."""
    return [{**head, **table_cell(cell)} for head, cell in zip(heads, row, strict=True)]


def heat_rows(heat: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Rows whose cells know their column, their tone and the symbol that goes with it."""
    columns = [str(column["label"]) for column in heat["columns"]]
    rows = []
    for row in heat["rows"]:
        cells = [{**heat_cell(cell), "column": column} for column, cell in zip(columns, row["cells"], strict=True)]
        rows.append({"url": "", "summary": "", **row, "cells": cells})
    return rows


def heat_cell(given: Mapping[str, Any]) -> dict[str, Any]:
    shade = tone(given.get("tone", "quiet"))
    return {"note": "", "url": "", "symbol": SYMBOL_OF_TONE.get(shade, ""), **given, "tone": shade}


def due_parts(due: dt.date, *, today: dt.date | None) -> dict[str, Any]:
    """{due, words, urgency}; with no today there is nothing to say about how late it is."""
    if today is None:
        return {"due": due, "words": "", "urgency": ""}
    left = (due - today).days
    urgency = "overdue" if left < 0 else "soon" if left <= SOON_IN_DAYS else ""
    return {"due": due, "words": words.due_words(due, today=today), "urgency": urgency}


def error_target(field: BoundField) -> str:
    """The id that an error's link goes to: the first box of a group, or the field itself."""
    widget = field.field.widget
    if hasattr(widget, "first_box_id"):
        return str(widget.first_box_id(field.auto_id))
    return f"{field.auto_id}_0" if field.use_fieldset else field.auto_id


def form_problems(form: BaseForm) -> Iterator[dict[str, str]]:
    """{text, target} of each problem, those of the whole form first, then in the order of the fields."""
    for text in form.non_field_errors():
        yield {"text": str(text), "target": ""}
    for field in form:
        for text in field.errors:
            yield {"text": str(text), "target": "" if field.is_hidden else error_target(field)}


def address(query: QueryDict | None, **changes: Any) -> str:
    """ "?…" with some parameters changed; None takes one away."""
    changed = query.copy() if query is not None else QueryDict(mutable=True)
    for name, value in changes.items():
        if value is None:
            changed.pop(name, None)
        else:
            changed[name] = str(value)
    return f"?{changed.urlencode()}"


def page_links(page: Page[Any], *, query: QueryDict | None, parameter: str = "page") -> dict[str, Any]:
    """{previous, next, numbers}: numbers are {number, url, current} or {gap: True}. Empty when one page holds all."""
    if page.paginator.num_pages < 2:
        return {}
    numbers: list[dict[str, Any]] = []
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        if number == page.paginator.ELLIPSIS:
            numbers.append({"gap": True})
            continue
        url = address(query, **{parameter: number})
        numbers.append({"number": number, "url": url, "current": number == page.number})
    back, on = page.number - 1, page.number + 1
    return {
        "previous": address(query, **{parameter: back}) if page.has_previous() else "",
        "next": address(query, **{parameter: on}) if page.has_next() else "",
        "numbers": numbers,
        "last": page.paginator.num_pages,
    }
