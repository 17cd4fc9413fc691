"""Recipes: what is wrong in one is said with its key; those that are shipped are right."""

import pytest

from lineofsight.engine import tables
from tests.engine.tables.making_tables import COUNTS


@pytest.mark.parametrize("name", tables.shipped_names())
def test_shipped_recipe_is_right_and_says_where_it_comes_from(name: str) -> None:
    recipe = tables.shipped_recipe(name)
    assert all([recipe.title, recipe.publisher, recipe.licence, recipe.files, recipe.tables])


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('title = "Counts"', "", "needs a title"),
        ('scheme = "as_written"', 'scheme = "postcode"', "area.scheme is “postcode”"),
        ('scheme = "as_written"', 'shceme = "ons"', "the key “shceme”"),
        ('type = "calendar_year"', "", "needs a type"),
        ('type = "calendar_year"', 'type = "fortnight"', "period.type is “fortnight”"),
        ('value = "2024"', "", "needs one of: column"),
        ('value = "count"', "", "names no column"),
        ('code = "n"', "", "needs either code or code_column"),
        ('code = "n"', "code = ", "is not TOML"),
        ("[[measure]]", '[markers]\nq = "hidden"\n\n[[measure]]', "“q” is “hidden”"),
        ('column = "area"', 'column = "area"\nvalue = "A"', "either column or value"),
    ],
)
def test_wrong_recipe_is_refused_with_its_key(old: str, new: str, words: str) -> None:
    with pytest.raises(tables.RecipeError) as wrong:
        tables.parse_recipe(COUNTS.replace(old, new, 1))
    assert words in str(wrong.value)


def test_recipe_that_is_neither_shipped_nor_a_file_is_refused() -> None:
    with pytest.raises(tables.RecipeError, match="No recipe is called “nothing”"):
        tables.load_recipe("nothing")
