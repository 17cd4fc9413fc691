"""Files of single children are refused before anything else of them is read, and nothing is written anywhere."""

import os
import tempfile
from pathlib import Path

import pytest

from lineofsight.engine import tables
from lineofsight.engine.tables.children import is_nhs_number, is_upn
from tests.engine.tables.making_tables import COUNTS, figures, read_text, workbook

RECIPE = tables.parse_recipe(COUNTS)


@pytest.mark.parametrize(
    "text",
    [
        "CHILD,DECOM,RNE\n566910,15/02/2016,L\n384923,01/03/2016,S\n",
        "area,count,Date of Birth\nA,1,05/12/2010\n",
        "area,count,UPN\nA,1,\n",
        "area;count;NHS Number\nA;1;943 476 5919\n",
        "Local export\n\narea,count,Child ID\nA,1,7\n",
        "area,count,note\nA,1,see 943 476 5919\n",
        "area,count,note\nA,1,pupil H801200001001\n",
        "area,count,ref\nA,1,9434765919\nA,2,9434765870\nA,3,4010232137\nA,4,9434765919\nA,5,9434765870\n",
        "Forename,Surname,count\nA,B,1\n",
        "CHILD,SEX,DUC\n",
    ],
)
def test_csv_of_single_children_is_refused(text: str) -> None:
    with pytest.raises(tables.ChildLevelFile, match="records of single children"):
        read_text(text)


def test_child_number_far_down_a_long_file_is_refused_with_its_row() -> None:
    text = "area,count,note\n" + "A,1,\n" * 5_000 + "B,2,H801200001001\n"
    with pytest.raises(tables.ChildLevelFile) as refused:
        read_text(text)
    assert refused.value.row == 5_002


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp1252"])
def test_child_number_in_any_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(tables.ChildLevelFile):
        read_text("area,count,note\nA,1,H801200001001\n", encoding=encoding)


def test_workbook_of_single_children_on_any_sheet_is_refused() -> None:
    rows = [["Title"], [], ["Area", "Pupil UPN", "DOB"], ["A", "H801200001001", "05/12/2010"]]
    with pytest.raises(tables.ChildLevelFile) as refused:
        tables.read(workbook(rows, sheet="List"), RECIPE, name="x.xlsx")
    assert (refused.value.sheet, refused.value.row) == ("List", 3)


def test_child_number_far_down_a_workbook_is_refused() -> None:
    rows: list[list[object]] = [["area", "count", "note"], *[["A", 1, ""]] * 3_000, ["B", 2, "see H801200001001"]]
    with pytest.raises(tables.ChildLevelFile):
        tables.read(workbook(rows), RECIPE, name="x.xlsx")


def test_list_of_children_below_a_table_of_counts_is_refused() -> None:
    with pytest.raises(tables.ChildLevelFile):
        read_text("area,count\n" + "A,1\n" * 60 + "UPN,name\n")


def test_xml_of_single_children_is_refused_as_such() -> None:
    with pytest.raises(tables.ChildLevelFile):
        tables.read(
            b"<?xml version='1.0'?><Message><CHILD><DOB>2010-12-05</DOB></CHILD></Message>", RECIPE, name="x.xml"
        )


def test_list_of_homes_with_addresses_is_refused() -> None:
    with pytest.raises(tables.ChildLevelFile, match="single homes"):
        read_text("Local authority,URN,Setting name,Setting postcode\nKent,SC1,The Home,ME1 1AA\n")


@pytest.mark.parametrize(
    "text",
    [
        "area,count,Percentage with UPN2\nA,1,90\n",
        "area,count,Adult,Child\nA,1,350,120\nB,2,340,130\n",
        "area,count,telephone\nA,1,01234 567890\n",
        "area,count,school_urn,postcode district\nA,1,100001,ME1\n",
        "area,count,total\nA,1,1234567890\nB,2,9876543210\n",
    ],
)
def test_table_of_counts_that_only_looks_alike_is_read(text: str) -> None:
    assert figures(read_text(text))[0] == ("A", 1.0, "value")


def test_check_letters_and_figures_are_those_of_the_schemes() -> None:
    assert [is_upn("H801200001001"), is_upn("A801200001001"), is_upn("E10000016")] == [True, False, False]
    assert [is_nhs_number("943 476 5919"), is_nhs_number("9434765918"), is_nhs_number("1111111111")] == [
        True,
        False,
        False,
    ]


def test_refused_file_leaves_nothing_in_the_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(tables.ChildLevelFile):
        tables.read(workbook([["UPN", "DOB"], ["H801200001001", "05/12/2010"]]), RECIPE, name="x.xlsx")
    assert os.listdir(tmp_path) == []
