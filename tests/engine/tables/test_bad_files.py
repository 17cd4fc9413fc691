"""Files that cannot be read give one plain message that names the place, and never a wrong figure."""

import contextlib
import io
import random
import zipfile

import pytest

from lineofsight.engine import tables
from lineofsight.engine.tables import Limits
from tests.engine.tables.making_tables import (
    COUNTS,
    compound_with,
    figures,
    old_workbook,
    open_document,
    read_text,
    reasons,
    workbook,
)

RECIPE = tables.parse_recipe(COUNTS)
ROWS = [["area", "count"], ["A", 12], ["B", "c"]]


def refusal(data: bytes, name: str, limits: Limits | None = None) -> str:
    with pytest.raises(tables.FileRefused) as refused:
        tables.read(data, RECIPE, name=name, limits=limits)
    return refused.value.reason


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \r\n\r\n", b"\xff\xfe"])
def test_empty_file_is_refused(data: bytes) -> None:
    assert refusal(data, "x.csv") == "The file is empty."


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (workbook(ROWS), "x.csv", "ends in .csv, but it is really an Excel workbook (XLSX)"),
        (b"area,count\nA,1\n", "x.xlsx", "ends in .xlsx, but it is really plain text"),
        (b"%PDF-1.7\n%\xe2\xe3", "x.pdf", "not a table"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "x.csv", "not a table"),
        (b"RDX3\nX\n\x00", "x.rda", "R’s own data file"),
        (b"\x1f\x8b\x08\x00\x00", "x.rda", "R’s own data file"),
        (b"BZh91AY&SY", "x.rda", "R’s own data file"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "x.xls", "web page"),
        (b'{"a": 1}', "x.csv", "JSON"),
        (b"<?xml version='1.0'?><a/>", "x.xml", "XML"),
    ],
)
def test_file_that_is_something_else_is_refused_by_what_it_is(data: bytes, name: str, words: str) -> None:
    assert words in refusal(data, name)


def test_workbook_with_a_password_is_refused() -> None:
    assert "locked with a password" in refusal(compound_with("EncryptedPackage"), "x.xlsx")


def test_old_workbook_and_ods_with_a_password_are_refused() -> None:
    assert "locked with a password" in refusal(old_workbook(ROWS, locked=True), "x.xls")
    assert "locked with a password" in refusal(open_document(ROWS, locked=True), "x.ods")


def test_ods_that_repeats_a_filled_cell_beyond_reason_is_refused() -> None:
    assert "repeats filled cells" in refusal(open_document(ROWS * 400, repeat=16_000), "x.ods")


def test_ods_is_read_as_it_is_shown() -> None:
    reading = tables.read(open_document(ROWS), RECIPE, name="x.ods")
    assert figures(reading) == [("A", 12.0, "value"), ("B", None, "suppressed")]


def test_damaged_workbook_is_refused() -> None:
    whole = workbook(ROWS)
    for broken in (whole[: len(whole) // 2], whole[:200] + b"\x00" * 300 + whole[500:]):
        assert "damaged" in refusal(broken, "x.xlsx")


@pytest.mark.parametrize("name", ["x.csv", "x.xlsx", "x.ods"])
def test_file_with_bytes_changed_anywhere_is_read_or_refused_in_plain_words(name: str) -> None:
    chance = random.Random(11)
    whole = {"x.csv": b'area,count\nA,12\nB,c\nC,"1,200"\n', "x.xlsx": workbook(ROWS), "x.ods": open_document(ROWS)}[
        name
    ]
    for _ in range(120):
        data = bytearray(whole)
        for _ in range(chance.choice([1, 3, 12])):
            at = chance.randrange(max(len(data) - 40, 1))
            if chance.random() < 0.5:
                data[at] = chance.randrange(256)
            else:
                del data[at : at + chance.randrange(1, 40)]
            if not data:
                break
        with contextlib.suppress(tables.TableError):
            tables.read(bytes(data), RECIPE, name=name)


def _with_member(data: bytes, name: str, body: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, body)
    return out.getvalue()


def test_zip_bomb_is_refused_before_it_unfolds() -> None:
    bomb = _with_member(workbook(ROWS), "xl/media/image1.bin", b"\x00" * 60_000_000)
    assert len(bomb) < 100_000
    assert refusal(bomb, "x.xlsx").startswith("The workbook would grow from 0.1 MB to 57 MB when opened")


def test_zip_bomb_that_hides_its_size_is_refused() -> None:
    data = bytearray(_with_member(workbook(ROWS), "xl/media/image1.bin", b"\x00" * 60_000_000))
    true, small = (60_000_000).to_bytes(4, "little"), (60).to_bytes(4, "little")
    assert "damaged" in refusal(bytes(data).replace(true, small), "x.xlsx")


def test_sheet_with_a_stray_cell_in_the_last_corner_is_refused() -> None:
    rows: list[list[object]] = [["area", "count"], ["A", 1]]
    out = io.BytesIO()
    import xlsxwriter

    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet("Figures")
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    page.write(1_048_575, 16_383, "x")
    book.close()
    assert "reaches to row 1,048,576 and column 16,384" in refusal(out.getvalue(), "x.xlsx")


@pytest.mark.parametrize("cell", ["=1/0", "=A1"])
def test_formula_that_nothing_has_worked_out_is_refused_at_its_cell(cell: str) -> None:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    page.write_row(0, 0, ["area", "count"])
    page.write_row(1, 0, ["A", 5])
    page.write(2, 0, "B")
    page.write_formula(2, 1, cell, None, "#DIV/0!" if cell == "=1/0" else 0)
    book.close()
    reading = tables.read(out.getvalue(), RECIPE, name="x.xlsx")
    assert figures(reading) == [("A", 5.0, "value")]
    assert [place for place, _ in reasons(reading)] == ["B3"]


def test_too_many_rows_or_columns_are_refused() -> None:
    assert "more than 2 rows" in refusal(b"area,count\nA,1\nB,2\n", "x.csv", Limits(rows=2))
    assert "3 columns; 2 can be read" in refusal(b"area,count,z\nA,1,2\n", "x.csv", Limits(columns=2))
    assert "MB can be read" in refusal(b"area,count\n" + b"A,1\n" * 10, "x.csv", Limits(bytes=20))


def test_column_that_is_not_there_is_named_with_the_nearest() -> None:
    reason = refusal(b"area,counts\nA,1\n", "x.csv")
    assert reason == "There is no column “count” in row 1. Nearest: “counts” (B)."


def test_column_name_that_fits_two_columns_is_refused() -> None:
    assert "could be any of the columns B, C" in refusal(b"area,count,count\nA,1,2\n", "x.csv")


def test_quotation_mark_never_closed_is_refused() -> None:
    data = b'area,count\nA,"1\n' + b"B,2\n" * 400_000
    assert "quotation mark" in refusal(data, "x.csv")


def test_text_among_numbers_is_refused_at_its_cell_and_the_rest_is_read() -> None:
    reading = read_text("area,count\nA,1\nB,large\nC,3\n")
    assert figures(reading) == [("A", 1.0, "value"), ("C", 3.0, "value")]
    assert reasons(reading) == [("B3", "“large” is not a figure, and not a mark that the recipe knows.")]


def test_thousands_comma_without_quotes_refuses_the_row_that_slipped() -> None:
    reading = read_text("area,count,note\nA,1,234,x\nB,2,y\nC,3\n")
    assert figures(reading) == [("B", 2.0, "value")]
    assert [place for place, _ in reasons(reading)] == ["B2", "B4"]


def test_negative_figure_is_refused_unless_the_recipe_allows_it() -> None:
    text = "area,count\nA,-1\nB,2\n"
    assert reasons(read_text(text)) == [("B2", "“-1” is below nought.")]
    assert figures(read_text(text, COUNTS + "negative = true\n")) == [("A", -1.0, "value"), ("B", 2.0, "value")]


def test_infinite_figure_is_refused() -> None:
    assert figures(read_text("area,count\nA,inf\nB,1e999\n")) == []


def test_two_figures_for_one_thing_are_both_refused_and_an_equal_repeat_is_counted() -> None:
    reading = read_text("area,count\nA,1\nB,2\nA,3\nB,2\n")
    assert (figures(reading), reading.repeated) == ([("B", 2.0, "value")], 1)
    assert [place for place, _ in reasons(reading)] == ["B2", "B4"]


def test_old_workbook_is_read_as_it_is_shown() -> None:
    reading = tables.read(old_workbook([["area", "count"], ["A", 12], ["B", "c"], ["C", 0.5]]), RECIPE, name="x.xls")
    assert figures(reading) == [("A", 12.0, "value"), ("B", None, "suppressed"), ("C", 0.5, "value")]


def test_old_workbook_that_makes_the_reader_panic_or_hoard_memory_is_refused() -> None:
    whole = old_workbook([["area", "count"], ["A", 12]])
    sheet_at = whole.index(b"\x06Sheet1") if b"\x06Sheet1" in whole else whole.index(b"Sheet1") - 2
    panics = bytearray(whole)
    panics[sheet_at - 4 : sheet_at] = b"\xf0\xf0\xf0\xd7"
    assert "damaged" in refusal(bytes(panics), "x.xls")
    number = whole.index(b"\x03\x02\x0e\x00")
    hoards = bytearray(whole)
    hoards[number + 4 : number + 8] = b"\xff\xff\xff\xff"
    assert "damaged or far too large" in refusal(bytes(hoards), "x.xls")


def test_sheet_that_is_not_there_is_named_with_those_that_are() -> None:
    recipe = tables.parse_recipe(COUNTS.replace('title = "Counts"', 'title = "Counts"\n\n[table]\nsheet = "Table 2"'))
    with pytest.raises(tables.FileRefused, match="no sheet “Table 2”"):
        tables.read(workbook(ROWS), recipe, name="x.xlsx")
