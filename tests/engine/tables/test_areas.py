"""English areas by any of their names."""

import pytest

from lineofsight.engine.tables.areas import AreaRule

ENGLAND = AreaRule(columns=("area",), scheme="england", codes={})


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("E10000016", "E10000016"),
        ("886", "E10000016"),
        (886.0, "E10000016"),
        ("Kent", "E10000016"),
        ("KENT ", "E10000016"),
        ("Medway Towns", "E06000035"),
        ("ENGLAND9", "E92000001"),
        ("London", "E12000007"),
        ("City of London", "E09000001"),
        ("Inner London", "E13000001"),
        ("Yorks & the Humber ", "E12000003"),
        ("Kingston upon Hull, City of", "E06000010"),
        ("Bristol, City of", "E06000023"),
        ("St. Helens", "E08000013"),
        ("Hammersmith & Fulham", "E09000013"),
        ("Durham", "E06000047"),
        ("County Durham", "E06000047"),
        ("Bath & N E Somerset", "E06000022"),
    ],
)
def test_area_of_england_by_any_name_gives_its_code(written: object, code: str) -> None:
    assert ENGLAND.resolve(written) == code


@pytest.mark.parametrize(
    "written", ["", "12", "23.5", "-", "Source: SSDA903", "Northshire", "x = number less than five"]
)
def test_text_that_names_no_area_gives_none(written: str) -> None:
    assert ENGLAND.resolve(written) == ""


def test_scheme_of_codes_takes_codes_only_and_a_recipe_may_rename() -> None:
    rule = AreaRule(columns=("area",), scheme="ons", codes={"QKS": "E54000032"})
    assert [rule.resolve(text) for text in ("E10000016", "Kent", "886", "QKS")] == ["E10000016", "", "", "E54000032"]
