"""Reads what an agency uploads: the template in any of its formats, or a publisher's file through a recipe."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, BinaryIO

from lineofsight.engine import tables
from lineofsight.engine.tables.headings import plain
from lineofsight.engine.tables.periods import day
from lineofsight.sources.dashboard.returns import template
from lineofsight.sources.dashboard.returns.checks import ERROR
from lineofsight.sources.dashboard.returns.figures_written import (
    ESTIMATED,
    NOT_APPLICABLE,
    PROVISIONAL,
    SUPPRESSED,
    shown,
    state_of,
    work_out,
)
from lineofsight.sources.dashboard.returns.slots import Entry, Finding, Key, Slot

SEARCHED_ROWS = 25
_MARKS = {SUPPRESSED: "c", NOT_APPLICABLE: "z"}
_SUFFIXES = {ESTIMATED: "e", PROVISIONAL: "p"}
_NEEDED = ("measure code", "first day of period", "number")


@dataclass(slots=True)
class Reading:
    """What came: an entry for each figure that was asked for, what could not be placed, and how many rows were left aside."""

    entries: dict[Key, Entry]
    findings: list[Finding] = field(default_factory=list)
    left_aside: int = 0
    recipe: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """One row as somebody wrote it, wherever it came from: the template, the API."""

    code: str
    area: str
    split: str
    period: object
    number: str
    out_of: str
    reason: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""


class UnknownLayout(Exception):
    """The file is neither the template nor laid out as a recipe says. `headings`: what its first rows hold."""


def blank_entries(slots: Iterable[Slot]) -> dict[Key, Entry]:
    """An empty entry for each figure that is asked for."""
    return {slot.key: Entry(slot, reason_code=slot.reason_code) for slot in slots}


def template_rows(book: Any) -> list[Written] | None:
    """The rows of the template in an open workbook or text table, or None when it is none."""
    for name in book.names:
        sheet = book.sheet(name)
        rows: list[Sequence[object]] = []
        for row in sheet.rows:
            rows.append(row)
            if len(rows) == SEARCHED_ROWS and _heading_row(rows) is None:
                break
        at = _heading_row(rows)
        if at is not None:
            return _rows_below(rows, at, sheet=sheet.name)
    return None


def _heading_row(rows: Sequence[Sequence[object]]) -> int | None:
    for at, row in enumerate(rows[:SEARCHED_ROWS]):
        heads = {plain(cell) for cell in row}
        if heads.issuperset(_NEEDED):
            return at
    return None


def _rows_below(rows: Sequence[Sequence[object]], at: int, *, sheet: str) -> list[Written]:
    places = {plain(cell): place for place, cell in reversed(list(enumerate(rows[at])))}
    names = [plain(heading) for heading in template.HEADINGS]
    found = []
    for number, row in enumerate(rows[at + 1 :], start=at + 2):
        cells = {name: row[places[name]] if name in places and places[name] < len(row) else "" for name in names}
        if any(shown(cell) for cell in row):
            found.append(_written(cells, sheet=sheet, row=number, column=tables.letters(places["number"])))
    return found


def _written(cells: Mapping[str, object], *, sheet: str, row: int, column: str) -> Written:
    return Written(
        code=shown(cells["measure code"]),
        area=shown(cells["area code"]) or shown(cells["area"]),
        split=shown(cells["split"]),
        period=cells["first day of period"],
        number=shown(cells["number"]),
        out_of=shown(cells["out of"]),
        reason=shown(cells["why it is blank"]),
        sheet=sheet,
        row=row,
        column=column,
    )


def from_rows(
    rows: Iterable[Written], *, slots: Sequence[Slot], known: frozenset[str], reasons: Sequence[tuple[str, str]]
) -> Reading:
    """Rows as somebody wrote them, put in their places. `known`: every measure code of the partnership."""
    reading = Reading(blank_entries(slots))
    places = _Places(slots, known=known)
    codes = {text.casefold(): code for code, name in reasons for text in (code, name)}
    taken: dict[Key, Written] = {}
    for row in rows:
        key, problem = places.find(row)
        if key is not None and key in taken:
            problem = ("duplicate", f"Row {taken[key].row} gives this figure too. Take one of the two rows out.")
        if problem is not None or key is None:
            reading.findings += [] if problem is None else [_placed(row, *problem)]
            continue
        taken[key] = row
        entry = reading.entries[key]
        entry.written_number, entry.sheet, entry.row, entry.column = row.number, row.sheet, row.row, row.column
        entry.written_out_of = row.out_of if entry.slot.has_out_of else ""
        if not row.number and entry.slot.unit.startswith("rate_per"):
            # The population is filled in by the template: alone it says nothing.
            entry.written_out_of = ""
        entry.reason_code = codes.get(row.reason.casefold(), "") or entry.reason_code
        entry.reason = row.reason if row.reason and row.reason.casefold() not in codes else ""
        work_out(entry)
    return reading


def _placed(row: Written, code: str, message: str) -> Finding:
    return Finding(
        ERROR, code, message, sheet=row.sheet, row=row.row, column=row.column, written=row.number or row.code
    )


class _Places:
    """Finds the figure that a row is about."""

    def __init__(self, slots: Sequence[Slot], *, known: frozenset[str]) -> None:
        self.known = known
        self.areas: dict[str, int] = {}
        self.whole: dict[str, int] = {}
        self.measures = {slot.code for slot in slots}
        self.periods: dict[str, set[date]] = {}
        self.keys = {slot.key for slot in slots}
        for slot in slots:
            self.areas |= {slot.area_code.casefold(): slot.area, slot.area_name.casefold(): slot.area}
            self.periods.setdefault(slot.code, set()).add(slot.period)
            if slot.is_whole:
                self.whole[slot.code] = slot.area

    def find(self, row: Written) -> tuple[Key | None, tuple[str, str] | None]:
        """The figure's key, or what is wrong as (code, message)."""
        code = row.code.casefold()
        if code not in self.measures:
            if code in self.known:
                return None, ("not-asked", f"“{row.code}” is not asked for in this return. Take the row out.")
            return None, ("unknown-measure", f"There is no measure “{row.code}”. Use the codes of the template.")
        area = self.areas.get(row.area.casefold()) if row.area else self.whole.get(code)
        if area is None:
            return None, ("unknown-area", f"“{row.area}” is not an area of this return. Use the codes of the template.")
        start = day(row.period, serial_dates=True)
        if start is None or start not in self.periods[code]:
            wanted = ", ".join(sorted(period.isoformat() for period in self.periods[code]))
            return None, (
                "wrong-period",
                f"“{shown(row.period)}” is not a period of this return. It asks for {wanted}.",
            )
        key = (code, area, row.split, start)
        if key not in self.keys:
            return None, (
                "unknown-split",
                f"“{row.split or row.area}” is not asked for with {row.code}. Take the row out.",
            )
        return key, None


def from_recipe(source: BinaryIO, recipe: tables.Recipe, *, name: str, slots: Sequence[Slot]) -> Reading:
    """A publisher's file: what is asked for is taken, other areas and periods are left aside, refused cells are errors.

    `UnknownLayout` when nothing in it is of this return.
    """
    source.seek(0)
    read = tables.read(source, recipe, name=name)
    reading = Reading(blank_entries(slots), recipe=recipe.name)
    asked = {(slot.code, slot.area_code, slot.period, slot.period_type): slot for slot in slots if not slot.breakdown}
    for one in read.each():
        slot = asked.get((one.measure, one.area, one.period_start, one.period_type))
        if slot is None:
            reading.left_aside += 1
            continue
        _take(reading, one, slot)
    reading.findings += [_refused(one) for one in read.refusals]
    if not any(not entry.is_blank for entry in reading.entries.values()):
        raise UnknownLayout("The file was read, but it holds no figure that this return asks for.")
    return reading


def _take(reading: Reading, one: tables.Observation, slot: Slot) -> None:
    key = (slot.code, slot.area, one.breakdown, slot.period)
    if one.breakdown and key not in reading.entries:
        reading.entries[key] = Entry(replace(slot, breakdown=one.breakdown))
    entry = reading.entries[key]
    entry.numerator, entry.denominator, entry.value = one.numerator, one.denominator, one.value
    entry.state, entry.sheet, entry.row, entry.column = state_of(one.state), one.sheet, one.row, one.column
    number = one.numerator if one.numerator is not None else one.value
    entry.written_number = (
        _MARKS.get(entry.state, "") if number is None else f"{number:.10g}{_SUFFIXES.get(entry.state, '')}"
    )
    entry.written_out_of = "" if one.denominator is None else f"{one.denominator:.10g}"
    if not slot.has_out_of and one.numerator is None:
        entry.numerator = one.value


def _refused(one: tables.Refusal) -> Finding:
    message = one.reason[:1].upper() + one.reason[1:]
    return Finding(
        ERROR, "refused", message, sheet=one.sheet, row=one.row, column=one.column, written=str(one.value)[:120]
    )
