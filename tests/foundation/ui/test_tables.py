"""Sorting, filtering, paging and their state in the address."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory

from lineofsight.foundation.ui.tables import Column, Filter, Table


@dataclass(frozen=True)
class Owner:
    name: str


@dataclass(frozen=True)
class Action:
    title: str
    owner: Owner | None
    due: dt.date | None
    hours: float


ACTIONS = [
    Action("write guidance", Owner("Police"), dt.date(2026, 11, 1), 3),
    Action("Train staff", Owner("NHS"), None, 12),
    Action("Check records", None, dt.date(2026, 10, 1), 1.5),
    Action("share learning", Owner("NHS"), dt.date(2026, 12, 1), 1204),
]
COLUMNS = [
    Column("title", "Action", filter="text"),
    Column("owner", "Owner", value="owner.name", filter=[("NHS", "NHS Westmarsh"), ("Police", "Police")]),
    Column("due", "Due"),
    Column("hours", "Hours", align="right"),
    Column("note", "Note", value=lambda action: "", sort=False),
]
DUE_BY = Filter("due_to", "Due by", "to", value="due")


def get(query: str = "") -> HttpRequest:
    return RequestFactory().get(f"/list/{query}")


def a_table(query: str = "", **facts: Any) -> Table:
    given = {"columns": COLUMNS, "rows": ACTIONS, "name": "actions", "filters": [DUE_BY], "noun": ("action", "actions")}
    return Table(get(query), **{**given, **facts})


def titles(table: Table) -> list[str]:
    return [action.title for action in table.page.object_list]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("title", ["Check records", "share learning", "Train staff", "write guidance"]),
        ("-title", ["write guidance", "Train staff", "share learning", "Check records"]),
        ("due", ["Check records", "write guidance", "share learning", "Train staff"]),
        ("-due", ["share learning", "write guidance", "Check records", "Train staff"]),
        ("hours", ["Check records", "write guidance", "Train staff", "share learning"]),
        ("note", ["write guidance", "Train staff", "Check records", "share learning"]),
        ("unknown", ["write guidance", "Train staff", "Check records", "share learning"]),
    ],
)
def test_list_sorted_by_address_puts_nothing_last_and_ignores_unknown(sort: str, expected: list[str]) -> None:
    assert titles(a_table(f"?sort={sort}")) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?title=TRAIN", ["Train staff"]),
        ("?owner=NHS", ["Train staff", "share learning"]),
        ("?due_to=1/11/26", ["write guidance", "Check records"]),
        ("?owner=NHS&title=learning", ["share learning"]),
        ("?owner=Council", ["write guidance", "Train staff", "Check records", "share learning"]),
        ("?due_to=soon", ["write guidance", "Train staff", "Check records", "share learning"]),
    ],
)
def test_list_filtered_by_address_keeps_what_matches(query: str, expected: list[str]) -> None:
    assert titles(a_table(query)) == expected


def test_filter_that_cannot_be_read_opens_the_panel_with_its_error() -> None:
    table = a_table("?due_to=soon")
    assert table.is_filtered
    assert table.filter_form is not None
    assert table.filter_form.errors == {"due_to": ["Due by must be a real date, like 31/10/2026"]}


def test_page_of_sorted_list_is_cut_after_sorting_the_whole() -> None:
    assert titles(a_table("?sort=title&page=2", page_size=3)) == ["write guidance"]


def test_page_beyond_the_last_gives_the_last() -> None:
    assert titles(a_table("?page=99", page_size=3)) == ["share learning"]


@pytest.mark.parametrize(
    ("query", "size", "expected"),
    [
        ("", 50, "4 actions"),
        ("?owner=NHS", 50, "2 actions match"),
        ("?title=train", 50, "1 action matches"),
        ("?title=zebra", 50, "No actions match"),
        ("?page=2", 3, "4 to 4 of 4 actions"),
    ],
)
def test_count_text_says_how_many(query: str, size: int, expected: str) -> None:
    assert a_table(query, page_size=size).count_text == expected


def test_heads_link_turns_the_sort_and_goes_back_to_page_one() -> None:
    heads = a_table("?sort=due&page=2&owner=NHS").heads
    assert [(head["label"], head["sort"], head["url"]) for head in heads] == [
        ("Action", "none", "?sort=title&owner=NHS#actions"),
        ("Owner", "none", "?sort=owner&owner=NHS#actions"),
        ("Due", "ascending", "?sort=-due&owner=NHS#actions"),
        ("Hours", "none", "?sort=hours&owner=NHS#actions"),
        ("Note", "", ""),
    ]


def test_chips_take_one_filter_away_and_keep_the_rest() -> None:
    table = a_table("?sort=due&owner=NHS&due_to=1/12/26")
    assert table.chips == [
        {"label": "Owner", "words": "NHS Westmarsh", "url": "?sort=due&due_to=1%2F12%2F26"},
        {"label": "Due by", "words": "1 Dec 2026", "url": "?sort=due&owner=NHS"},
    ]
    assert table.clear_url == "?sort=due"
    assert table.kept_parameters == [("sort", "due")]


def test_two_tables_on_a_page_keep_apart_by_prefix() -> None:
    query = "?sort=title&late-sort=-title&late-owner=NHS"
    assert titles(a_table(query, prefix="late")) == ["Train staff", "share learning"]
    assert titles(a_table(query))[0] == "Check records"


def test_cell_with_address_and_tone_renders_link_and_tag() -> None:
    columns = [Column("title", "Action", url=lambda action: "/a/", tone=lambda action: "weak")]
    html = engines["django"].from_string("{% load ui %}{% table table %}").render({"table": a_table(columns=columns)})
    assert (
        '<a class="govuk-link" href="/a/"><strong class="govuk-tag los-tag--weak">write guidance</strong></a>' in html
    )


def test_rows_that_can_be_ticked_name_themselves_and_their_form() -> None:
    table = a_table(select=lambda action: (action.hours, action.title), select_form="bulk")
    html = engines["django"].from_string("{% load ui %}{% table table %}").render({"table": table})
    assert html.count('name="selected"') == 4
    assert 'value="1204" id="actions-tick-4" form="bulk"' in html
    assert "Select share learning" in html
    first_row = html.split("<tbody", 1)[1].split("</tr>", 1)[0]
    assert html.count('role="columnheader"') == first_row.count('role="cell"') + first_row.count('role="rowheader"')


def test_empty_table_shows_the_next_step() -> None:
    table = a_table(rows=[], empty=("No actions yet", "They come from recommendations.", "/r/", "See recommendations"))
    html = engines["django"].from_string("{% load ui %}{% table table %}").render({"table": table})
    assert [text in html for text in ("No actions yet", 'href="/r/"', "<table")] == [True, True, False]


def kinds(count: int) -> None:
    ContentType.objects.all().delete()
    ContentType.objects.bulk_create(ContentType(app_label=f"a{n % 3}", model=f"m{n:02}") for n in range(count))


KIND_COLUMNS = [Column("model", "Model", filter="text"), Column("app", "App", value="app_label", sort="app_label")]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 30])
def test_queryset_takes_two_queries_however_many_rows(count: int, django_assert_num_queries: Any) -> None:
    kinds(count)
    table = Table(get("?model=m"), columns=KIND_COLUMNS, rows=ContentType.objects.all(), name="kinds", page_size=20)
    with django_assert_num_queries(2):
        engines["django"].from_string("{% load ui %}{% table table %}").render({"table": table})


@pytest.mark.django_db
def test_queryset_is_sorted_filtered_and_paged_in_the_database() -> None:
    kinds(30)
    table = Table(
        get("?sort=-app&page=2&model=M0"), columns=KIND_COLUMNS, rows=ContentType.objects.all(), name="k", page_size=4
    )
    assert [(kind.app_label, kind.model) for kind in table.page.object_list] == [
        ("a1", "m04"),
        ("a1", "m07"),
        ("a0", "m00"),
        ("a0", "m03"),
    ]
    assert table.total == 10
