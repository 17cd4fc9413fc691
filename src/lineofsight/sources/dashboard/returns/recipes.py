"""Recipes made in the browser: somebody points at the heading row and says what each column is; it is remembered."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from lineofsight.engine import tables
from lineofsight.engine.tables.cells import text_of
from lineofsight.foundation.partnership.models import Coverage, Partnership
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.sources.dashboard.models import OwnRecipe
from lineofsight.sources.dashboard.returns.queries import recipes, versions_by_measure

SHOWN_ROWS = 40
MOST_COLUMNS = 60
ROLES = (
    ("", "Leave it out"),
    ("area", "The area"),
    ("period", "The period"),
    ("number", "A number"),
    ("out_of", "What it is out of"),
    ("value", "A figure worked out already"),
)
PERIOD_TYPES = (
    ("month", "Months"), ("quarter", "Quarters"), ("financial_year", "Financial years"),
    ("academic_year", "Academic years"), ("calendar_year", "Calendar years"),
)  # fmt: skip
OF_A_MEASURE = {"number": "numerator", "out_of": "denominator", "value": "value"}


@dataclass(frozen=True, slots=True)
class Pointed:
    """What somebody pointed at. `columns`: (role, measure code) by position from 0; `period`: one text for all rows."""

    name: str
    sheet: str
    heading_row: int
    columns: Mapping[int, tuple[str, str]]
    period_type: str
    period: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """The first rows of a sheet, as a person points at them."""

    sheets: tuple[str, ...]
    sheet: str
    rows: tuple[tuple[str, ...], ...]

    @property
    def width(self) -> int:
        """How many columns are shown."""
        return min(max((len(row) for row in self.rows), default=0), MOST_COLUMNS)

    @property
    def letters(self) -> list[str]:
        """The columns' letters."""
        return [tables.letters(at) for at in range(self.width)]

    def headings(self, row: int) -> list[str]:
        """The headings, when they stand in this row (from 1)."""
        held = self.rows[row - 1] if 0 < row <= len(self.rows) else ()
        return [held[at] if at < len(held) else "" for at in range(self.width)]


def first_rows(book: Any, *, sheet: str) -> Shown:
    """The first rows of the sheet (the first sheet when it is not named)."""
    name = sheet if sheet in book.names else book.names[0]
    rows = []
    for row in book.sheet(name).rows:
        rows.append(tuple(text_in(cell) for cell in row[:MOST_COLUMNS]))
        if len(rows) == SHOWN_ROWS:
            break
    return Shown(tuple(book.names), name, tuple(rows))


def text_in(cell: object) -> str:
    """A cell as a person reads it."""
    return text_of(cell)[:120]


def heading_guess(shown: Shown) -> int:
    """The row that is most likely the headings: the first with the most words."""
    scores = [
        sum(bool(cell) and not cell.replace(",", "").replace(".", "").isdigit() for cell in row) for row in shown.rows
    ]
    return scores.index(max(scores)) + 1 if scores else 1


def toml_of(pointed: Pointed, *, partnership: Partnership, headings: Sequence[str]) -> str:
    """The recipe as TOML. Refused, with what to do, when something that every recipe needs was not pointed at."""
    by_role: dict[str, list[int]] = {}
    for at, (role, _) in sorted(pointed.columns.items()):
        by_role.setdefault(role, []).append(at)
    _check(pointed, by_role)
    lines = [f"title = {_quoted(pointed.name or 'Own recipe')}", "", "[table]"]
    lines += [f"sheet = {_quoted(pointed.sheet)}"] if pointed.sheet else []
    lines += [f"heading_rows = [{pointed.heading_row}]", "", "[area]"]
    lines += _area_lines(pointed, by_role, partnership, headings)
    lines += ["", "[period]", f"type = {_quoted(pointed.period_type)}"]
    if "period" in by_role:
        lines.append(f"column = {_names(by_role['period'], headings)}")
    else:
        lines.append(f"value = {_quoted(pointed.period)}")
    return "\n".join([*lines, *_measure_lines(pointed, partnership, headings)]) + "\n"


def _check(pointed: Pointed, by_role: Mapping[str, list[int]]) -> None:
    if "area" not in by_role and not pointed.area:
        raise Refused("Say which column is the area, or choose one area for every row.")
    if "period" not in by_role and not pointed.period:
        raise Refused("Say which column is the period, or write one period for every row.")
    if not (by_role.keys() & {"number", "value"}):
        raise Refused("Say which column holds a number.")
    without = [at for at, (role, code) in pointed.columns.items() if role in OF_A_MEASURE and not code]
    if without:
        raise Refused(f"Choose a measure for column {tables.letters(without[0])}.")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _name(at: int, headings: Sequence[str]) -> str:
    """A column by its heading where that names it alone, so that the next file may move it; else by its letter."""
    text = headings[at]
    alone = text and sum(other.casefold() == text.casefold() for other in headings) == 1
    return text if alone and not set(text) & set("*=?[]") else f"={tables.letters(at)}"


def _names(at: Sequence[int], headings: Sequence[str]) -> str:
    return json.dumps([_name(one, headings) for one in at], ensure_ascii=False)


def _area_lines(
    pointed: Pointed, by_role: Mapping[str, list[int]], partnership: Partnership, headings: Sequence[str]
) -> list[str]:
    if "area" not in by_role:
        return [f"value = {_quoted(pointed.area)}"]
    covered = Coverage.objects.filter(partnership=partnership).select_related("area")
    own = [f"{_quoted(name)} = {_quoted(one.area.code)}" for one in covered for name in (one.area.name, one.area.code)]
    lines = [f"column = {_names(by_role['area'], headings)}", 'scheme = "england"']
    return [*lines, f"codes = {{ {', '.join(dict.fromkeys(own))} }}"] if own else lines


def _measure_lines(pointed: Pointed, partnership: Partnership, headings: Sequence[str]) -> list[str]:
    versions = versions_by_measure(partnership)
    by_measure: dict[str, dict[str, int]] = {}
    for at, (role, code) in sorted(pointed.columns.items()):
        if role in OF_A_MEASURE:
            by_measure.setdefault(code, {})[OF_A_MEASURE[role]] = at
    lines: list[str] = []
    for code, parts in by_measure.items():
        lines += ["", "[[measure]]", f"code = {_quoted(code)}"]
        lines += [f"{part} = {_quoted(_name(at, headings))}" for part, at in parts.items()]
        if {"numerator", "denominator"} <= parts.keys() and code in versions:
            lines.append(f"multiplier = {versions[code][-1].multiplier}")
    return lines


@transaction.atomic
def save_recipe(
    partnership: Partnership, *, name: str, text: str, fingerprint: str, by: Doer, now: datetime
) -> OwnRecipe:
    """The recipe, remembered for the next file with these headings. Refused when the name is taken."""
    if not name.strip():
        raise Refused("Give the recipe a name, so that you know it again.")
    if recipes(partnership).filter(name=name).exists():
        raise Refused(f"There is already a recipe called “{name}”. Choose another name.")
    tables.parse_recipe(text, name=name)
    made = OwnRecipe.objects.create(
        partnership=partnership, name=name, text=text, fingerprint=fingerprint, made_at=now, made_by_id=by.actor_id
    )
    record(partnership.chain, by=by, deed="dashboard.save_recipe", after={"name": name, "fingerprint": fingerprint})
    return made


@transaction.atomic
def retire_recipe(recipe: OwnRecipe, *, by: Doer, now: datetime) -> None:
    """The recipe is not used any more; returns that were read by it keep its name."""
    OwnRecipe.objects.filter(pk=recipe.pk, retired_at__isnull=True).update(retired_at=now)
    record(recipe.partnership.chain, by=by, deed="dashboard.retire_recipe", after={"name": recipe.name})


@dataclass(frozen=True, slots=True)
class Tried:
    """What a recipe makes of a file: the first figures, how many there are, and what it refuses."""

    figures: tuple[tables.Observation, ...]
    count: int
    refusals: tuple[tables.Refusal, ...] = field(default=())
    refused: int = 0


def try_out(file: Any, text: str, *, name: str, file_name: str) -> Tried:
    """Read the file by the recipe, and keep nothing."""
    file.seek(0)
    reading = tables.read(file, tables.parse_recipe(text, name=name or "recipe"), name=file_name)
    figures = tuple(one for _, one in zip(range(SHOWN_ROWS), reading.each(), strict=False))
    return Tried(figures, len(reading), tuple(reading.refusals[:SHOWN_ROWS]), len(reading.refusals))
