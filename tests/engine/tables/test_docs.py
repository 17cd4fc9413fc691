"""The page on recipes names every shipped recipe and every key."""

from dataclasses import fields
from pathlib import Path

from lineofsight.engine import tables
from lineofsight.engine.tables.periods import PeriodRule
from lineofsight.engine.tables.recipe import MeasureRule

PAGE = (Path(__file__).parents[3] / "docs" / "recipes.md").read_text(encoding="utf-8")


def test_page_names_every_shipped_recipe() -> None:
    assert [name for name in tables.shipped_names() if f"| `{name}` |" not in PAGE] == []


def test_page_names_every_key() -> None:
    keys = {field.name for rule in (PeriodRule, MeasureRule) for field in fields(rule)} - {"columns"}
    assert {key for key in keys if f"`{key}`" not in PAGE} == set()


def test_example_of_the_page_is_a_recipe() -> None:
    example = PAGE.split("```toml\n")[1].split("```")[0]
    assert tables.parse_recipe(example).tables[0].measures[0].code == "m05"
