"""Reads a file by a recipe."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from fnmatch import fnmatch
from pathlib import Path
from typing import BinaryIO

import numpy as np

from lineofsight.engine.tables.children import check_packed, check_rows, check_text
from lineofsight.engine.tables.errors import FileRefused
from lineofsight.engine.tables.gathered import reading_of
from lineofsight.engine.tables.gathering import Gatherer, blocks_of
from lineofsight.engine.tables.kind import opened, what_it_is
from lineofsight.engine.tables.layout import lay_out
from lineofsight.engine.tables.limits import Limits
from lineofsight.engine.tables.reading import TIDY_COLUMNS, Reading, empty_columns
from lineofsight.engine.tables.recipe import Recipe, TableRule, load_recipe, shipped_names, shipped_recipe
from lineofsight.engine.tables.workbooks import Sheet, Workbook
from lineofsight.engine.tables.zip_guard import texts

Source = str | Path | bytes | BinaryIO


def open_table(source: Source, *, name: str = "", limits: Limits | None = None) -> Workbook:
    """The file, known for what it is, within the limits, and free of records of single children.

    `source`: a path, the bytes, or an open binary file (left open, and nothing is written anywhere). `name`: the
    file's name, if the source has none. Raises `FileRefused`, of which `ChildLevelFile` is one.
    """
    limits = limits or Limits()
    file = opened(source)
    named = name or (Path(source).name if isinstance(source, str | Path) else "")
    try:
        _check_length(file, limits)
        if not _is_packed(file):
            check_text(file)
        workbook = Workbook(file, what_it_is(file, name=named), limits=limits)
        for sheet in workbook.names:
            with closing(workbook.sheet(sheet).rows) as rows:  # type: ignore[type-var]
                check_rows(iter(rows), sheet=sheet)
        if workbook.kind in {"xlsx", "ods"}:
            check_packed(texts(file))
    except BaseException:
        if isinstance(source, str | Path):
            file.close()
        raise
    return workbook


def _check_length(file: BinaryIO, limits: Limits) -> None:
    length = file.seek(0, 2)
    file.seek(0)
    if length > limits.bytes:
        raise FileRefused(f"The file has {length / 1e6:,.0f} MB; {limits.bytes / 1e6:,.0f} MB can be read.")


def _is_packed(file: BinaryIO) -> bool:
    head = file.read(4)
    file.seek(0)
    return head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))


def read(source: Source, recipe: Recipe | str | Path, *, name: str = "", limits: Limits | None = None) -> Reading:
    """The observations of a file, read by a recipe, with each cell that could not be read and why.

    `recipe` may be given by its shipped name or its path. `source` and errors are those of `open_table`. A file that is
    refused whole raises; a cell that is refused is in `refusals`, and gives no observation.
    """
    recipe = recipe if isinstance(recipe, Recipe) else load_recipe(recipe)
    workbook = open_table(source, name=name, limits=limits)
    try:
        return joined([_read_sheet(workbook.sheet(rule.sheet), rule) for rule in recipe.tables])
    finally:
        if isinstance(source, str | Path):
            workbook.file.close()


def fitting_recipes(source: Source, *, name: str = "", limits: Limits | None = None) -> list[str]:
    """Names of the shipped recipes whose columns this file has, those that know its name first.

    `source` and errors are those of `open_table`.
    """
    workbook = open_table(source, name=name, limits=limits)
    named = (name or (Path(source).name if isinstance(source, str | Path) else "")).casefold()

    def knows_name(recipe: str) -> bool:
        return any(fnmatch(named, pattern.casefold()) for pattern in shipped_recipe(recipe).files)

    try:
        fitting = [recipe for recipe in shipped_names() if _fits(workbook, shipped_recipe(recipe))]
    finally:
        if isinstance(source, str | Path):
            workbook.file.close()
    return sorted(fitting, key=lambda recipe: not knows_name(recipe))


def _fits(workbook: Workbook, recipe: Recipe) -> bool:
    try:
        for rule in recipe.tables:
            sheet = workbook.sheet(rule.sheet)
            with closing(sheet.rows):  # type: ignore[type-var]
                lay_out(rule, sheet.rows, sheet=sheet.name)
    except FileRefused:
        return False
    return True


def read_rows(rows: Iterable[Sequence[object]], recipe: Recipe, *, sheet: str = "") -> Reading:
    """As `read`, for rows that are in memory already, headings included; the first row counts as row 1.

    Cells may be text, numbers, dates or None. The recipe's first table is used.
    """
    return _read_sheet(Sheet(sheet, (list(row) for row in rows)), recipe.tables[0])


def _read_sheet(sheet: Sheet, rule: TableRule) -> Reading:
    layout, rows = lay_out(rule, sheet.rows, sheet=sheet.name)
    gatherer = Gatherer(layout, errors=sheet.errors, even=sheet.even)
    row = layout.first_row
    for block in blocks_of(rows):
        if rule.last_row:
            block = block[: max(rule.last_row - row + 1, 0)]
        if block:
            gatherer.feed(block, row)
        row += len(block)
    return reading_of(gatherer)


def joined(readings: Sequence[Reading]) -> Reading:
    """Several readings as one, in their order."""
    if len(readings) == 1:
        return readings[0]
    parts = [reading.columns for reading in readings if len(reading)] or [empty_columns()]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in TIDY_COLUMNS}
    refusals = [refusal for reading in readings for refusal in reading.refusals]
    rows, repeated = sum(reading.rows_read for reading in readings), sum(reading.repeated for reading in readings)
    return Reading(columns, refusals, rows, repeated)
