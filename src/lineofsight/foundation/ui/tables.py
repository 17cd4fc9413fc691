"""One table for every list: sorted, filtered and paged on the server, with its state in the address, and exported whole.

table = Table(request, name="actions", title="Actions", rows=actions, default_sort="-due", columns=[
    Column("title", "Action", url=lambda action: action.get_absolute_url(), filter="text"),
    Column("due", "Due", sort="due"),
])
if table.wants_export:
    return table.export_response()
return render(request, "room/list.html", {"table": table})      # {% table table %}
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from lineofsight.foundation.ui import exports, words
from lineofsight.foundation.ui.columns import Column, Filter, filters_of
from lineofsight.foundation.ui.components import address, page_links

__all__ = ["Column", "Filter", "Table"]

_ROWS_AT_A_TIME = 1000
_FORMATS = ("csv", "xlsx")


class Table:
    """A list on its way to a page or to a file.

    rows: a queryset (two queries: count and page) or a list. `name` is the anchor, and the start of a file's name.
    default_sort: key of a column, with "-" for largest first. `prefix` keeps a second table of a page apart.
    `marking` and `now` go on the top of a file; `now` defaults to the clock.
    select: function of the row → (value, words) of a box to tick; the boxes are sent as `selected` by the form of the
        page whose id is `select_form`.
    """

    def __init__(
        self,
        request: HttpRequest,
        *,
        columns: Sequence[Column],
        rows: QuerySet[Any] | Iterable[Any],
        name: str,
        title: str = "",
        default_sort: str = "",
        page_size: int = 50,
        filters: Sequence[Filter] = (),
        prefix: str = "",
        noun: tuple[str, str] = ("row", "rows"),
        exports: bool = True,
        marking: str = "",
        now: dt.datetime | None = None,
        empty: tuple[str, str, str, str] = ("Nothing here yet", "", "", ""),
        select: Callable[[Any], tuple[Any, str]] | None = None,
        select_form: str = "",
    ) -> None:
        self.request, self.columns, self.name, self.prefix = request, list(columns), name, prefix
        self.title = title or name.replace("-", " ").capitalize()
        self.default_sort, self.page_size, self.noun = default_sort, page_size, noun
        self.filters = [*filters_of(columns), *filters]
        self.exports, self.marking, self.now = exports, marking, now
        self.select, self.select_form = select, select_form
        self.empty_title, self.empty_text, self.empty_url, self.empty_link = empty
        self._rows = rows if isinstance(rows, QuerySet) else list(rows)

    # The state, read from the address

    def _parameter(self, name: str) -> str:
        return f"{self.prefix}-{name}" if self.prefix else name

    def _given(self, name: str) -> str:
        return str(self.request.GET.get(self._parameter(name), ""))

    @cached_property
    def filter_form(self) -> forms.Form | None:
        if not self.filters:
            return None
        fields = {one.key: one.field() for one in self.filters}
        form_class = type("FilterForm", (forms.Form,), {**fields, "says_optional": False})
        form = form_class(self.request.GET, prefix=self.prefix or None, auto_id=f"{self.name}-filter-%s")
        form.use_required_attribute = False
        form.is_valid()
        return form

    @cached_property
    def chosen(self) -> list[tuple[Filter, Any]]:
        """Each filter in use with its clean value; one that could not be read is not in use."""
        clean = self.filter_form.cleaned_data if self.filter_form else {}
        pairs = [(one, clean.get(one.key)) for one in self.filters]
        return [(one, value) for one, value in pairs if value not in (None, "", False)]

    @property
    def is_filtered(self) -> bool:
        return bool(self.chosen) or bool(self.filter_form and self.filter_form.errors)

    @cached_property
    def sort(self) -> tuple[Column | None, bool]:
        """The column sorted by, and whether the largest comes first; an unknown one in the address counts as none."""
        for text in (self._given("sort"), self.default_sort):
            column = next((one for one in self.columns if one.key == text.removeprefix("-")), None)
            if column is not None and column.sort is not False:
                return column, text.startswith("-")
        return None, False

    # The rows

    @cached_property
    def rows(self) -> Any:
        """All rows that the filters let through, sorted: the whole set, not the page."""
        rows = self._rows
        for one, value in self.chosen:
            rows = one.narrowed(rows, value)
        column, descending = self.sort
        if column is None:
            return rows.order_by("pk") if isinstance(rows, QuerySet) and not rows.ordered else rows
        return _ordered(rows, column, descending) if isinstance(rows, QuerySet) else _sorted(rows, column, descending)

    @cached_property
    def page(self) -> Page[Any]:
        return Paginator(self.rows, self.page_size).get_page(self._given("page") or 1)

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @cached_property
    def body(self) -> list[dict[str, Any]]:
        """Rows of the page: {cells, tick}; `tick` is {value, words} when rows can be selected."""
        return [{"cells": [one.cell(row) for one in self._on_page], "tick": self._tick(row)} for row in self.page]

    @property
    def _on_page(self) -> list[Column]:
        return [one for one in self.columns if one.on_page]

    @property
    def has_ticks(self) -> bool:
        return self.select is not None

    def _tick(self, row: Any) -> dict[str, Any] | None:
        if self.select is None:
            return None
        value, said = self.select(row)
        return {"value": value, "words": said}

    # What the template shows

    @property
    def heads(self) -> list[dict[str, str]]:
        return [self._head(column) for column in self._on_page]

    def _head(self, column: Column) -> dict[str, str]:
        head = {"label": column.label, "align": column.align, "url": "", "sort": ""}
        if column.sort is False:
            return head
        sorted_by, descending = self.sort
        mine = sorted_by is column
        turned = f"-{column.key}" if mine and not descending else column.key
        head["sort"] = ("descending" if descending else "ascending") if mine else "none"
        head["url"] = self._address(sort=turned, page=None) + f"#{self.name}"
        return head

    def _address(self, **changes: Any) -> str:
        return address(self.request.GET, **{self._parameter(name): value for name, value in changes.items()})

    @property
    def page_links(self) -> dict[str, Any]:
        return page_links(self.page, query=self.request.GET, parameter=self._parameter("page"))

    @property
    def pages_label(self) -> str:
        return f"Pages of {words.inside_sentence(self.title)}"

    @property
    def count_text(self) -> str:
        """ "1 to 50 of 1,204 actions", "3 actions match"."""
        if not self.total:
            return f"No {self.noun[1]}" + (" match" if self.is_filtered else "")
        said = words.counted(self.total, *self.noun)
        if self.page.paginator.num_pages > 1:
            return f"{words.number(self.page.start_index())} to {words.number(self.page.end_index())} of {said}"
        return f"{said} match{'es' if self.total == 1 else ''}" if self.chosen else said

    @property
    def sort_text(self) -> str:
        column, descending = self.sort
        return f"sorted by {column.label}, {'last to first' if descending else 'first to last'}" if column else ""

    @property
    def chips(self) -> list[dict[str, str]]:
        """The filters in use, each with the address that takes it away."""
        return [
            {"label": one.label, "words": one.words_for(value), "url": self._address(**{one.key: None}, page=None)}
            for one, value in self.chosen
        ]

    @property
    def clear_url(self) -> str:
        return self._address(**{one.key: None for one in self.filters}, page=None)

    @property
    def kept_parameters(self) -> list[tuple[str, str]]:
        """What the filter form must carry along: the rest of the address, save the page."""
        own = {self._parameter(one.key) for one in self.filters} | {self._parameter("page"), self._parameter("export")}
        return [(name, value) for name, values in self.request.GET.lists() if name not in own for value in values]

    @property
    def csv_url(self) -> str:
        return self._address(export="csv", page=None)

    @property
    def xlsx_url(self) -> str:
        return self._address(export="xlsx", page=None)

    # The file

    @property
    def wants_export(self) -> bool:
        return self.exports and self._given("export") in _FORMATS

    def export_response(self) -> HttpResponseBase:
        """All filtered rows as CSV or XLSX, with filters, sorting, time and marking stated."""
        columns = [column for column in self.columns if column.export is not False]
        sheet = exports.Sheet(
            name=self.name,
            title=self.title,
            notes=self._notes(),
            heads=[column.label for column in columns],
            rows=([column.exported(row) for column in columns] for row in self._every_row()),
        )
        return exports.csv_response(sheet) if self._given("export") == "csv" else exports.xlsx_response(sheet)

    def _every_row(self) -> Iterator[Any]:
        if isinstance(self.rows, QuerySet):
            return self.rows.iterator(chunk_size=_ROWS_AT_A_TIME)
        return iter(self.rows)

    def _notes(self) -> list[tuple[str, str]]:
        filters = [f"{one.label}: {one.words_for(value)}" for one, value in self.chosen]
        notes = [
            ("Made", words.moment(self.now or timezone.now())),
            ("Filters", "; ".join(filters) or "none: all rows"),
            ("Order", self.sort_text or "as kept"),
        ]
        return [("Marking", self.marking), *notes] if self.marking else notes


def _ordered(rows: QuerySet[Any], column: Column, descending: bool) -> QuerySet[Any]:
    """Rows without a value come last either way; the primary key settles ties, so that pages never overlap."""
    field = F(column.order_field)
    first = field.desc(nulls_last=True) if descending else field.asc(nulls_last=True)
    return rows.order_by(first, "pk")


def _sorted(rows: list[Any], column: Column, descending: bool) -> list[Any]:
    keyed = [(column.sort_key(row), row) for row in rows]
    filled = [pair for pair in keyed if pair[0] not in (None, "")]
    filled.sort(key=lambda pair: _comparable(pair[0]), reverse=descending)
    return [row for _, row in filled] + [row for key, row in keyed if key in (None, "")]


def _comparable(key: Any) -> Any:
    return key.casefold() if isinstance(key, str) else key
