"""Other people's tables: CSV, XLSX, XLS and ODS as publishers really make them, read by a recipe into tidy observations.

    from lineofsight.engine import tables

    recipe = tables.load_recipe("dfe-cin-referrals")        # a shipped name, or the path of a TOML file
    reading = tables.read("c1_referrals.csv", recipe)       # a path, bytes, or an open binary file (name=… then)
    reading = tables.read_rows(rows, recipe)                # rows in memory, headings included
    reading.columns["value"], reading.columns["state"]      # NumPy arrays, one entry an observation
    tables.fitting_recipes("c1_referrals.csv")              # shipped recipes whose columns the file has
    tables.suggest("c1_referrals.csv")                      # the TOML of a first draft
    reading.refusals, reading.rows_read                     # cells not read, each with place and reason

`tables.read` raises `FileRefused` when nothing of the file was read: empty, damaged, locked, too large, not what its
name says, or not laid out as the recipe says. `ChildLevelFile`, one of these, means that the file holds records of
single children: this package has written nothing anywhere, and the caller must delete what it holds. `RecipeError`
means that the recipe itself is wrong.

Every observation has a state of `STATES`. Numbers stand only with value, provisional and estimated. Periods of the types
in `NOT_CHARTABLE` overlap and are never drawn as separate points.
"""

from lineofsight.engine.tables.areas import area_name
from lineofsight.engine.tables.cells import MARKERS, STATES
from lineofsight.engine.tables.columns import letters
from lineofsight.engine.tables.errors import ChildLevelFile, FileRefused, RecipeError, TableError
from lineofsight.engine.tables.limits import Limits
from lineofsight.engine.tables.periods import NOT_CHARTABLE, PERIOD_TYPES
from lineofsight.engine.tables.reader import fitting_recipes, open_table, read, read_rows
from lineofsight.engine.tables.reading import TIDY_COLUMNS, Observation, Reading, Refusal
from lineofsight.engine.tables.recipe import Recipe, load_recipe, parse_recipe, shipped_names, shipped_recipe
from lineofsight.engine.tables.suggesting import suggest

__all__ = [
    "MARKERS",
    "NOT_CHARTABLE",
    "PERIOD_TYPES",
    "STATES",
    "TIDY_COLUMNS",
    "ChildLevelFile",
    "FileRefused",
    "Limits",
    "Observation",
    "Reading",
    "Recipe",
    "RecipeError",
    "Refusal",
    "TableError",
    "area_name",
    "fitting_recipes",
    "letters",
    "load_recipe",
    "open_table",
    "parse_recipe",
    "read",
    "read_rows",
    "shipped_names",
    "shipped_recipe",
    "suggest",
]
