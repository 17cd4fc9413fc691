"""Tables as files."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import RequestFactory
from django.utils.safestring import mark_safe
from python_calamine import CalamineWorkbook

from lineofsight.foundation.ui.exports import csv_cell
from lineofsight.foundation.ui.tables import Column, Table

NOW = dt.datetime(2026, 7, 1, 13, 2, tzinfo=dt.UTC)
ROWS = [
    {"title": "=1+1", "owner": "NHS", "hours": -3, "due": dt.date(2026, 10, 1), "secret": "x"},
    {"title": "@sum", "owner": "NHS", "hours": 1204.5, "due": None, "secret": "x"},
    {"title": "Plain", "owner": "Police", "hours": None, "due": dt.date(2026, 9, 1), "secret": "x"},
]
COLUMNS = [
    Column("title", "Action", value=lambda row: mark_safe(f"<b>{row['title']}</b>")),
    Column("owner", "Owner", filter=[("NHS", "NHS")]),
    Column("hours", "Hours", export=lambda row: row["hours"], value=lambda row: f"{row['hours']} h"),
    Column("due", "Due"),
    Column("secret", "Secret", export=False),
]


def exported(query: str, rows: Any = ROWS, columns: Any = COLUMNS) -> bytes:
    request = RequestFactory().get(f"/list/{query}")
    table = Table(
        request,
        columns=columns,
        rows=rows,
        name="open actions",
        title="Actions",
        marking="OFFICIAL",
        now=NOW,
        page_size=1,
    )
    assert table.wants_export
    return b"".join(table.export_response().streaming_content)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+44", "'+44"),
        ("-5 to 3", "'-5 to 3"),
        ("@name", "'@name"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("a=1", "a=1"),
        (-5, -5),
        (1.5, 1.5),
        (None, ""),
        (True, "Yes"),
        (dt.date(2026, 10, 1), "2026-10-01"),
        (NOW, "2026-07-01 14:02"),
    ],
)
def test_csv_cell_that_could_be_a_formula_gets_a_quote_and_numbers_stay(value: Any, cell: Any) -> None:
    assert csv_cell(value) == cell


def test_csv_holds_every_filtered_row_with_notes_on_top() -> None:
    text = exported("?export=csv&owner=NHS&sort=-hours").decode()
    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text.removeprefix("\ufeff")))) == [
        ["Actions"],
        ["Marking", "OFFICIAL"],
        ["Made", "1 Jul 2026, 14:02"],
        ["Filters", "Owner: NHS"],
        ["Order", "sorted by Hours, last to first"],
        [],
        ["Action", "Owner", "Hours", "Due"],
        ["'@sum", "NHS", "1204.5", ""],
        ["'=1+1", "NHS", "-3", "2026-10-01"],
    ]


def test_xlsx_keeps_numbers_dates_and_text_that_looks_like_a_formula() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(exported("?export=xlsx")))
    assert book.get_sheet_by_name("Table").to_python() == [
        ["Action", "Owner", "Hours", "Due"],
        ["=1+1", "NHS", -3.0, dt.date(2026, 10, 1)],
        ["@sum", "NHS", 1204.5, ""],
        ["Plain", "Police", "", dt.date(2026, 9, 1)],
    ]
    assert book.get_sheet_by_name("Notes").to_python() == [
        ["Actions", ""],
        ["Marking", "OFFICIAL"],
        ["Made", "1 Jul 2026, 14:02"],
        ["Filters", "none: all rows"],
        ["Order", "as kept"],
    ]


def test_response_names_the_file_and_its_kind() -> None:
    table = Table(RequestFactory().get("/?export=csv"), columns=COLUMNS, rows=ROWS, name="open actions")
    response = table.export_response()
    assert response["Content-Disposition"] == 'attachment; filename="open-actions.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("query", ["", "?export=pdf", "?export="])
def test_wants_export_other_formats_are_pages(query: str) -> None:
    assert not Table(RequestFactory().get(f"/{query}"), columns=COLUMNS, rows=ROWS, name="a").wants_export


@pytest.mark.django_db
def test_csv_of_a_queryset_streams_every_row_in_one_query(django_assert_num_queries: Any) -> None:
    ContentType.objects.all().delete()
    ContentType.objects.bulk_create(ContentType(app_label="a", model=f"m{n}") for n in range(120))
    with django_assert_num_queries(1):
        text = exported("?export=csv", ContentType.objects.all(), [Column("model", "Model")]).decode()
    assert len(text.splitlines()) == 7 + 120
