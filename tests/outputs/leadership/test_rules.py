"""Figures from rows: each way of counting, on days at either side of what happened."""

from datetime import date

import pytest

from lineofsight.foundation.handbook.evidence import Calculation, Item
from lineofsight.outputs.leadership import rules

ON = date(2026, 10, 21)
ITEMS = (
    Item(text="old", began=date(2024, 10, 21), met=date(2025, 1, 1)),
    Item(text="met", began=date(2025, 1, 1), met=date(2026, 6, 1), ended=date(2026, 10, 22)),
    Item(text="met today", began=date(2026, 10, 1), met=ON, agency="Police"),
    Item(text="ended", began=date(2026, 1, 1), ended=ON),
    Item(text="to come", began=date(2026, 10, 22), met=date(2026, 10, 30)),
)


def calculation(way: str, **facts: str) -> Calculation:
    return Calculation(way=way, items=lambda asked: (), noun=("thing", "things"), happened="done", **facts)  # type: ignore[arg-type]


def test_the_days_are_quarter_ends_and_the_day_itself() -> None:
    assert rules.days_of_figures(ON) == (
        date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31), date(2026, 3, 31),
        date(2026, 6, 30), date(2026, 9, 30), ON,
    )  # fmt: skip
    assert rules.days_of_figures(date(2026, 1, 1))[-2] == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("way", "counted", "value"),
    [
        ("share", ["met", "met today"], 100.0),
        ("open", ["old", "met", "met today"], 3.0),
        ("days", ["met", "met today"], (516 + 20) / 2),
        ("age", ["old", "met", "met today"], 658.0),
        ("count", ["met today", "ended"], 2.0),
    ],
)
def test_each_way_counts_its_rows(way: str, counted: list[str], value: float) -> None:
    found = rules.point(calculation(way), ITEMS, ON)
    assert ([one.text for one in found.counted], found.value) == (counted, value)


def test_a_share_of_few_rows_is_a_count_and_of_many_a_percentage() -> None:
    few = rules.point(calculation("share"), ITEMS, ON)
    many = rules.point(
        calculation("share"), [*ITEMS, *(Item(text="more", began=date(2026, 2, 1)) for _ in range(18))], ON
    )
    words = [rules.short_words(calculation("share"), one) for one in (few, many)]
    assert words == ["2 of 2", "10% (2 of 20)"]
    assert rules.sentence(calculation("share"), many) == "2 of 20 things are done."


def test_nothing_to_count_says_so() -> None:
    for way in ("share", "days", "age"):
        assert rules.short_words(calculation(way), rules.point(calculation(way), (), ON)) == "Nothing to count"
    assert rules.sentence(calculation("open"), rules.point(calculation("open"), (), ON)) == "No things."


def test_parts_split_the_newest_figure() -> None:
    found = rules.point(calculation("share", by="agency"), ITEMS, ON)
    assert rules.parts(calculation("share", by="agency"), found) == [("All agencies", "1 of 1"), ("Police", "1 of 1")]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, None),
        ({"narrative": " "}, "Write why you judge so."),
        ({"judged_on": date(2026, 10, 22)}, "Give a day that has come as the day of the judgement."),
        ({"rests_on": 0}, "Choose at least one product that it rests on: the record has no figure for this indicator yet."),
        ({"is_proposer": True}, None),
        ({"is_proposer": True, "kind": "agreed"}, "You proposed this judgement. Somebody else of the Executive must agree it."),
    ],
)  # fmt: skip
def test_why_not_judge(changed: dict[str, object], reason: str | None) -> None:
    facts = {
        "kind": "proposed",
        "narrative": "Sound.",
        "judged_on": ON,
        "today": ON,
        "rests_on": 1,
        "is_proposer": False,
    }
    assert rules.why_not_judge(**{**facts, **changed}) == reason  # type: ignore[arg-type]
