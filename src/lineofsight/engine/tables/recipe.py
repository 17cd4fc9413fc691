"""A recipe: a small TOML file that says how one publisher lays out one table, so that its figures can be read.

The keys are explained in the recipes page of the documentation. A recipe holds one `[table]`, or several `[[table]]`
for a workbook of many sheets; what stands at the top (`[area]`, `[period]`, `[markers]`, `[where]`, `[breakdown]`,
`[[measure]]`) holds for every table that does not say otherwise.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from lineofsight.engine.tables.areas import SCHEMES, AreaRule
from lineofsight.engine.tables.cells import STATES
from lineofsight.engine.tables.errors import RecipeError
from lineofsight.engine.tables.periods import PeriodRule

_TOP = {"title", "publisher", "source", "licence", "notes", "files", "table"}
_TABLE = {"sheet", "heading_rows", "first_row", "last_row"}
_PARTS = {"area", "period", "markers", "numbers", "where", "where_not", "breakdown", "measure"}
_SHIPPED = "lineofsight.engine.tables"

Choices = tuple[tuple[str, frozenset[str]], ...]
"""Column heading → the cell texts (casefolded) that count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRule:
    """Which columns make one measure. Each column may have several names: the first that the file has is used.

    `code`: the measure's code; or `code_column`, for tables where a column says what is measured (`codes` renames its
    texts, `only` keeps some). Without `value` it is worked out: numerator / denominator × multiplier.
    `denominator_where` takes the denominator from other rows of the same area, period and breakdown.
    `proportion`: a numerator above its denominator is refused. `negative`: figures below nought are allowed.
    `optional`: a file without its columns is still read. `scale`: what each written value is multiplied by (100 where
    a workbook holds 0.125 for 12.5%).
    """

    code: str = ""
    code_column: str = ""
    codes: Mapping[str, str]
    only: frozenset[str] = frozenset()
    numerator: tuple[str, ...] = ()
    denominator: tuple[str, ...] = ()
    value: tuple[str, ...] = ()
    multiplier: float = 1.0
    scale: float = 1.0
    proportion: bool = False
    negative: bool = False
    optional: bool = False
    where: Choices = ()
    denominator_where: Choices = ()
    breakdown: tuple[tuple[str, str], ...] = ()
    period: PeriodRule


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRule:
    """How one sheet is read. `heading_rows` and the others count from 1; no heading rows means: look for them."""

    sheet: str = ""
    heading_rows: tuple[int, ...] = ()
    first_row: int = 0
    last_row: int = 0
    area: AreaRule
    markers: Mapping[str, str]
    numbers: Mapping[str, float]
    where: Choices = ()
    where_not: Choices = ()
    breakdowns: tuple[tuple[str, str], ...] = ()
    totals: frozenset[str] = frozenset()
    measures: tuple[MeasureRule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """A whole recipe. `files` are patterns of the names under which the publisher's file usually comes."""

    name: str
    title: str
    publisher: str = ""
    source: str = ""
    licence: str = ""
    notes: str = ""
    files: tuple[str, ...] = ()
    tables: tuple[TableRule, ...]


def texts(given: object, key: str) -> tuple[str, ...]:
    """One text or a list of texts, as a tuple."""
    found = given if isinstance(given, list) else [given]
    if not all(isinstance(text, str | int) and not isinstance(text, bool) for text in found):
        raise RecipeError(f"{key} must be a text or a list of texts.")
    return tuple(str(text) for text in found)


def _known(given: Mapping[str, Any], allowed: set[str], where: str) -> None:
    for key in given:
        if key not in allowed:
            raise RecipeError(f"{where} has the key “{key}”, which means nothing; known: {', '.join(sorted(allowed))}.")


def _choices(given: Mapping[str, Any], key: str) -> Choices:
    chosen = ((column, texts(wanted, f"{key}.{column}")) for column, wanted in given.items())
    return tuple((column, frozenset(text.strip().casefold() for text in wanted)) for column, wanted in chosen)


def _area(given: Mapping[str, Any]) -> AreaRule:
    _known(given, {"column", "scheme", "value", "codes"}, "[area]")
    scheme = given.get("scheme", "ons")
    if scheme not in SCHEMES:
        raise RecipeError(f"area.scheme is “{scheme}”; it must be one of {', '.join(SCHEMES)}.")
    if ("column" in given) == ("value" in given):
        raise RecipeError("[area] needs either column or value.")
    columns = texts(given["column"], "area.column") if "column" in given else ()
    return AreaRule(columns=columns, scheme=scheme, value=given.get("value", ""), codes=given.get("codes", {}))


def _period(given: Mapping[str, Any]) -> PeriodRule:
    _known(given, {field.name for field in fields(PeriodRule)} - {"columns"} | {"column"}, "[period]")
    if "type" not in given:
        raise RecipeError("[period] needs a type.")
    rest = {key: value for key, value in given.items() if key not in {"column", "by_months"}}
    lengths = tuple((int(months), str(kind)) for months, kind in given.get("by_months", {}).items())
    columns = texts(given["column"], "period.column") if "column" in given else ()
    rule = PeriodRule(columns=columns, by_months=lengths, **rest)
    ways = [bool(columns), bool(rule.start and rule.end), bool(rule.value), bool(rule.heading_row or rule.in_heading)]
    if ways.count(True) != 1:
        raise RecipeError("[period] needs one of: column, start and end, value, heading_row, in_heading.")
    return rule


def _measure(given: Mapping[str, Any], period: Mapping[str, Any]) -> MeasureRule:
    own = {"period", "breakdown", "where", "denominator_where", "only", "numerator", "denominator", "value"}
    _known(given, {field.name for field in fields(MeasureRule)}, "[[measure]]")
    columns: dict[str, Any] = {
        key: texts(given[key], key) for key in ("numerator", "denominator", "value") if key in given
    }
    where = f"measure “{given.get('code') or given.get('code_column')}”"
    if ("code" in given) == ("code_column" in given):
        raise RecipeError(f"{where} needs either code or code_column.")
    if not columns.keys() & {"numerator", "value"}:
        raise RecipeError(f"{where} names no column: it needs value or numerator.")
    plain = {key: value for key, value in given.items() if key not in own | {"codes"}}
    multiplier = float(plain.pop("multiplier", 100 if {"numerator", "denominator"} <= columns.keys() else 1))
    return MeasureRule(
        **columns,
        **{"proportion": multiplier == 100 and "denominator" in columns, **plain},
        multiplier=multiplier,
        codes=given.get("codes", {}),
        only=frozenset(texts(given.get("only", []), "only")),
        where=_choices(given.get("where", {}), "measure.where"),
        denominator_where=_choices(given.get("denominator_where", {}), "measure.denominator_where"),
        breakdown=tuple((str(name), str(text)) for name, text in given.get("breakdown", {}).items()),
        period=_period(_merged_period(period, given.get("period", {}))),
    )


def _merged_period(shared: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """A measure's own period keeps the shared columns unless it says where its period stands."""
    places = {"column", "start", "end", "value", "heading_row", "in_heading"}
    kept = {key: value for key, value in shared.items() if key not in places} if own.keys() & places else dict(shared)
    return {**kept, **own}


def _each(measure: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """A measure with `each` stands for one measure a column, every one with its own breakdown."""
    if "each" not in measure:
        return [measure]
    each = measure["each"]
    _known(each, {"name", "part", "columns"}, "measure.each")
    rest = {key: value for key, value in measure.items() if key != "each"}
    own = rest.get("breakdown", {})
    part = each.get("part", "value")
    return [
        {**rest, part: column, "breakdown": {**own, each["name"]: text}} for text, column in each["columns"].items()
    ]


def _breakdown(given: Mapping[str, Any]) -> tuple[tuple[tuple[str, str], ...], frozenset[str]]:
    _known(given, {"columns", "totals"}, "[breakdown]")
    columns = given.get("columns", [])
    named = (
        columns.items() if isinstance(columns, dict) else ((text, text) for text in texts(columns, "breakdown.columns"))
    )
    totals = frozenset(text.strip().casefold() for text in texts(given.get("totals", []), "breakdown.totals"))
    return tuple((str(name), str(column)) for name, column in named), totals


def _markers(given: Mapping[str, Any]) -> dict[str, str]:
    for mark, state in given.items():
        if state not in STATES[1:]:
            raise RecipeError(f"markers: “{mark}” is “{state}”; it must be one of {', '.join(STATES[1:])}.")
    return {mark.strip(): state for mark, state in given.items()}


def _table(own: Mapping[str, Any], shared: Mapping[str, Any]) -> TableRule:
    _known(own, _TABLE | _PARTS, "[table]")
    given = {**shared, **own, "period": _merged_period(shared.get("period", {}), own.get("period", {}))}
    for part in ("area", "measure"):
        if part not in given:
            raise RecipeError(f"The recipe needs [{part}].")
    breakdowns, totals = _breakdown(given.get("breakdown", {}))
    rows = given.get("heading_rows", [])
    return TableRule(
        sheet=given.get("sheet", ""),
        heading_rows=tuple(rows) if isinstance(rows, list) else (int(rows),),
        first_row=given.get("first_row", 0),
        last_row=given.get("last_row", 0),
        area=_area(given["area"]),
        markers=_markers({**shared.get("markers", {}), **own.get("markers", {})}),
        numbers={str(word): float(number) for word, number in given.get("numbers", {}).items()},
        where=_choices(given.get("where", {}), "where"),
        where_not=_choices(given.get("where_not", {}), "where_not"),
        breakdowns=breakdowns,
        totals=totals,
        measures=tuple(_measure(one, given["period"]) for measure in given["measure"] for one in _each(measure)),
    )


def parse_recipe(text: str, *, name: str = "recipe") -> Recipe:
    """The recipe that a TOML text holds. Raises `RecipeError`, naming the key, when it is not one."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RecipeError(f"{name} is not TOML: {error}.") from error
    _known(given, _TOP | _PARTS, name)
    if "title" not in given:
        raise RecipeError(f"{name} needs a title.")
    shared = {key: value for key, value in given.items() if key in _PARTS}
    tables = given.get("table", {})
    described = {key: given.get(key, "") for key in ("title", "publisher", "source", "licence", "notes")}
    try:
        rules = tuple(_table(own, shared) for own in (tables if isinstance(tables, list) else [tables]))
    except (TypeError, ValueError, AttributeError, KeyError) as error:
        raise RecipeError(f"{name} has a key of the wrong kind: {error}.") from error
    return Recipe(name=name, files=texts(given.get("files", []), "files"), tables=rules, **described)


def shipped_names() -> list[str]:
    """Names of the recipes that come with the product."""
    folder = files(_SHIPPED).joinpath("recipes")
    return sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))


@cache
def shipped_recipe(name: str) -> Recipe:
    """One of the recipes that come with the product."""
    if name not in shipped_names():
        raise RecipeError(f"No recipe is called “{name}”. `lineofsight recipe list` shows those that are shipped.")
    return parse_recipe(files(_SHIPPED).joinpath("recipes", f"{name}.toml").read_text("utf-8"), name=name)


def load_recipe(name_or_path: str | Path) -> Recipe:
    """A recipe by the path of its file, or by the name of a shipped one."""
    path = Path(name_or_path)
    if path.suffix == ".toml" or path.exists():
        try:
            return parse_recipe(path.read_text("utf-8"), name=path.stem)
        except (OSError, UnicodeDecodeError) as error:
            raise RecipeError(f"The recipe {path} cannot be opened: {error}.") from error
    return shipped_recipe(str(name_or_path))
