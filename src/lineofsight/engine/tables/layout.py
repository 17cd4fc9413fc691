"""Where a recipe's columns stand in one sheet: the headings are read once, and every column becomes a position."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from itertools import chain, islice

from lineofsight.engine.tables.errors import FileRefused
from lineofsight.engine.tables.headings import Heading, find, headings_of, needed, plain, search
from lineofsight.engine.tables.periods import Period, whole_period
from lineofsight.engine.tables.recipe import Choices, MeasureRule, TableRule

Filters = tuple[tuple[int, frozenset[str]], ...]
_LOOKED_AT = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One stream of figures: a measure, with the columns that hold it and, where headings say it, its period.

    `denominators_for`: this lane only gathers the denominators of that lane (its place in the layout).
    """

    measure: MeasureRule
    numerator: int | None = None
    denominator: int | None = None
    value: int | None = None
    code_column: int | None = None
    period: Period | None = None
    period_columns: tuple[int, ...] = ()
    where: Filters = ()
    denominators_for: int | None = None

    @property
    def shown(self) -> int:
        """The column that the figure is said to come from."""
        return next(at for at in (self.value, self.numerator, self.denominator) if at is not None)

    def figures(self) -> tuple[int, ...]:
        """The columns that hold its figures."""
        return tuple(at for at in (self.numerator, self.denominator, self.value) if at is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Positions, from 0, of all columns that a table's recipe names; `first_row` counts from 1."""

    rule: TableRule
    sheet: str
    headings: tuple[Heading, ...]
    first_row: int
    areas: tuple[int, ...]
    where: Filters
    where_not: Filters
    breakdowns: tuple[tuple[str, int], ...]
    lanes: tuple[Lane, ...]

    def figure_columns(self) -> list[int]:
        """Every column that holds figures."""
        return sorted({at for lane in self.lanes for at in lane.figures()})


class _Columns:
    """Finds columns in one sheet's headings, with the place for messages."""

    def __init__(self, headings: Sequence[Heading], *, sheet: str, row: int) -> None:
        self.headings, self.sheet, self.row = headings, sheet, row

    def at(self, names: Sequence[str]) -> int:
        return needed(self.headings, names, sheet=self.sheet, row=self.row).position

    def optional(self, names: Sequence[str]) -> int | None:
        found = find(self.headings, names, sheet=self.sheet) if names else None
        return found.position if found else None

    def filters(self, choices: Choices) -> Filters:
        return tuple((self.at((column,)), wanted) for column, wanted in choices)

    def having(self, headings: Sequence[Heading]) -> "_Columns":
        return _Columns(headings, sheet=self.sheet, row=self.row)


def _names(rule: TableRule) -> Iterator[str]:
    yield from rule.area.columns
    yield from (column for column, _ in (*rule.where, *rule.where_not))
    for measure in rule.measures:
        yield from chain(measure.value, measure.numerator, measure.denominator, measure.period.columns)


def lay_out(
    rule: TableRule, rows: Iterable[Sequence[object]], *, sheet: str
) -> tuple[Layout, Iterator[Sequence[object]]]:
    """The layout of a sheet, and its rows from the first row of figures on.

    Raises `FileRefused`, naming the nearest headings, when a column is not there or could be several.
    """
    stream = iter(rows)
    top = list(islice(stream, max(_LOOKED_AT, *rule.heading_rows, rule.first_row, 1)))
    if not any(any(cell not in ("", None) for cell in row) for row in top):
        raise FileRefused("The sheet is empty." if sheet else "The file is empty.", sheet=sheet)
    heading_rows = rule.heading_rows or (search(top, tuple(_names(rule))),)
    if max(heading_rows) > len(top):
        raise FileRefused(
            f"The headings should be in row {max(heading_rows)}, but the table ends before it.", sheet=sheet
        )
    headings = headings_of([top[row - 1] for row in heading_rows])
    columns = _Columns(headings, sheet=sheet, row=heading_rows[-1])
    first_row = rule.first_row or heading_rows[-1] + 1
    layout = Layout(
        rule=rule,
        sheet=sheet,
        headings=tuple(headings),
        first_row=first_row,
        areas=_area_columns(rule, columns),
        where=columns.filters(rule.where),
        where_not=columns.filters(rule.where_not),
        breakdowns=tuple((name, columns.at((column,))) for name, column in rule.breakdowns),
        lanes=tuple(
            _with_denominators(list(chain.from_iterable(_lanes(m, columns, rule) for m in rule.measures)), columns)
        ),
    )
    return layout, chain(top[first_row - 1 :], stream)


def _area_columns(rule: TableRule, columns: _Columns) -> tuple[int, ...]:
    found = [at for name in rule.area.columns if (at := columns.optional((name,))) is not None]
    if rule.area.columns and not found:
        columns.at(rule.area.columns)
    return tuple(found)


def _lanes(measure: MeasureRule, columns: _Columns, rule: TableRule) -> list[Lane]:
    if measure.period.heading_row:
        lanes = _by_heading_row(measure, columns, rule)
    elif measure.period.in_heading:
        lanes = _by_heading_text(measure, columns)
    else:
        lane = _lane(measure, columns, period=None)
        lanes = [] if lane is None else [lane]
    if not lanes and not measure.optional:
        columns.at(measure.value or measure.numerator)
        raise FileRefused(f"No heading in row {columns.row} names a period for “{measure.code}”.", sheet=columns.sheet)
    return lanes


def _lane(measure: MeasureRule, columns: _Columns, *, period: Period | None) -> Lane | None:
    """The lane of these headings; None when they hold no column of an optional measure."""
    found = {part: columns.optional(getattr(measure, part)) for part in ("numerator", "denominator", "value")}
    for part, at in found.items():
        if at is None and getattr(measure, part):
            if measure.optional or (period is not None and all(other is None for other in found.values())):
                return None
            columns.at(getattr(measure, part))
    return replace(_placed(measure, columns, period), **found)  # type: ignore[arg-type]


def _placed(measure: MeasureRule, columns: _Columns, period: Period | None) -> Lane:
    rule = measure.period
    names = rule.columns or ((rule.start, rule.end) if rule.start else ())
    fixed = whole_period([rule.value], rule) if rule.value else period
    if fixed is not None and fixed.problem:
        raise FileRefused(f"The period “{rule.value}” of the recipe {fixed.problem}.", sheet=columns.sheet)
    return Lane(
        measure=measure,
        code_column=columns.at((measure.code_column,)) if measure.code_column else None,
        period=fixed,
        period_columns=tuple(columns.at((name,)) for name in names),
        where=columns.filters(measure.where),
    )


def _by_heading_row(measure: MeasureRule, columns: _Columns, rule: TableRule) -> list[Lane]:
    rows = rule.heading_rows or (columns.row,)
    if measure.period.heading_row not in rows:
        raise FileRefused(f"period.heading_row is {measure.period.heading_row}, which is not one of heading_rows.")
    level = rows.index(measure.period.heading_row)
    groups: dict[str, list[Heading]] = {}
    for heading in columns.headings:
        groups.setdefault(heading.parts[level], []).append(heading.without(level))
    wanted = plain(measure.period.heading_is)
    named = {text: group for text, group in groups.items() if text and (not wanted or fnmatch(plain(text), wanted))}
    return [
        lane for text, group in named.items() if (lane := _of_period(measure, columns.having(group), columns, text))
    ]


def _of_period(measure: MeasureRule, group: _Columns, columns: _Columns, text: str) -> Lane | None:
    if group.optional(measure.value or measure.numerator) is None:
        return None
    period = whole_period([text], measure.period)
    if period.problem:
        raise FileRefused(
            f"The heading “{text}” {period.problem}.", sheet=columns.sheet, row=measure.period.heading_row
        )
    parts = ("numerator", "denominator", "value")
    found = {part: group.at(getattr(measure, part)) for part in parts if getattr(measure, part)}
    return replace(_placed(measure, columns, period), **found)  # type: ignore[arg-type]


def _by_heading_text(measure: MeasureRule, columns: _Columns) -> list[Lane]:
    names = measure.value or measure.numerator
    texts = {text: None for heading in columns.headings for text in _period_in(heading, names, measure)}
    return [lane for text in texts if (lane := _in_template(measure, columns, text))]


def _period_in(heading: Heading, names: Sequence[str], measure: MeasureRule) -> Iterator[str]:
    for name in names:
        template = re.escape(measure.period.in_heading).replace(r"\{measure\}", re.escape(name))
        pattern = template.replace(r"\{period\}", "(.+)")
        if found := re.fullmatch(pattern, heading.text, re.IGNORECASE):
            yield found[1]


def _in_template(measure: MeasureRule, columns: _Columns, text: str) -> Lane | None:
    period = whole_period([text], measure.period)
    if period.problem:
        return None

    def filled(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(measure.period.in_heading.format(measure=name, period=text) for name in names)

    parts = {part: filled(getattr(measure, part)) for part in ("numerator", "denominator", "value")}
    lane = _lane(replace(measure, **parts), columns, period=period)  # type: ignore[arg-type]
    return lane and replace(lane, measure=measure)


def _with_denominators(lanes: list[Lane], columns: _Columns) -> list[Lane]:
    """Adds, for each measure whose denominators stand in other rows, the lane that gathers them."""
    result = list(lanes)
    for place, lane in enumerate(lanes):
        if lane.measure.denominator_where and lane.denominator is not None:
            result[place] = replace(lane, denominator=None)
            where = columns.filters(lane.measure.denominator_where)
            gathered = replace(lane, numerator=None, value=None, where=where, denominators_for=place)
            result.append(gathered)
    return result
