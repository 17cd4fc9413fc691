"""How figures are worked out from their rows, and what may be judged. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Final

from lineofsight.engine.clocks import add_months
from lineofsight.foundation.handbook.evidence import Calculation, Item

POINTS: Final = 8
SHARE_MONTHS, RECENT_MONTHS = 24, 12
ENOUGH_FOR_PERCENT = 20
PROPOSED, AGREED = "proposed", "agreed"


def days_of_figures(on: date) -> tuple[date, ...]:
    """The day itself and the quarter ends before it, oldest first."""
    ends: list[date] = []
    day = date(on.year, (on.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1)
    while len(ends) < POINTS - 1:
        ends.append(day)
        day = date(day.year, day.month - 2, 1) - timedelta(days=1)
    return (*reversed(ends), on)


def first_day(on: date) -> date:
    """The first day on which a row can matter for the figures of these days."""
    return add_months(days_of_figures(on)[0], -SHARE_MONTHS)


@dataclass(frozen=True, slots=True)
class Point:
    """A figure on a day: its value (None: nothing to count), how many of how many, and the rows that it rests on."""

    day: date
    value: float | None
    met: int
    of: int
    counted: tuple[Item, ...] = ()


def pool(calculation: Calculation, items: Iterable[Item], day: date) -> tuple[Item, ...]:
    """The rows behind the figure of a day."""
    if calculation.way == "share":
        after = add_months(day, -SHARE_MONTHS)
        return tuple(one for one in items if after < one.began <= day and not _has_ended(one, day))
    if calculation.way == "days":
        after = add_months(day, -RECENT_MONTHS)
        return tuple(one for one in items if one.met and after < one.met <= day)
    if calculation.way == "count":
        after = add_months(day, -RECENT_MONTHS)
        return tuple(one for one in items if after < one.began <= day)
    return tuple(one for one in items if one.began <= day and not _has_ended(one, day))


def _has_ended(item: Item, day: date) -> bool:
    return item.ended is not None and item.ended <= day


def is_met(item: Item, day: date) -> bool:
    """True when what is asked for had happened by the day."""
    return item.met is not None and item.met <= day


def point(calculation: Calculation, items: Sequence[Item], day: date) -> Point:
    """The figure of a day."""
    counted = pool(calculation, items, day)
    met = sum(is_met(one, day) for one in counted)
    return Point(day, _value(calculation, counted, met, day), met, len(counted), counted)


def _value(calculation: Calculation, counted: Sequence[Item], met: int, day: date) -> float | None:
    if calculation.way in {"open", "count"}:
        return float(len(counted))
    if not counted:
        return None
    if calculation.way == "share":
        return 100 * met / len(counted)
    if calculation.way == "days":
        return float(median((one.met - one.began).days for one in counted if one.met))
    return float(median((day - one.began).days for one in counted))


def short_words(calculation: Calculation, one: Point) -> str:
    """A figure in a cell: "7 of 12", "41% (37 of 90)", "23 days", "5"; a share of few rows is no percentage."""
    if one.value is None:
        return "Nothing to count"
    if calculation.way == "share":
        of = f"{one.met} of {one.of}"
        return f"{one.value:.0f}% ({of})" if one.of >= ENOUGH_FOR_PERCENT else of
    if calculation.way in {"days", "age"}:
        return f"{one.value:.0f} {'day' if one.value == 1 else 'days'}"
    return f"{one.value:.0f}"


def sentence(calculation: Calculation, one: Point) -> str:
    """The figure in a sentence that stands alone."""
    single, many = calculation.noun
    noun = single if one.of == 1 else many
    if calculation.way == "share":
        if not one.of:
            return f"There are no {many} of the last two years to count."
        each = f"{one.met} of {one.of} {many}"
        return f"{each} {'is' if one.met == 1 else 'are'} {calculation.happened}."
    if calculation.way == "open":
        return f"{one.of or 'No'} {noun if one.of else many}."
    if calculation.way == "count":
        return f"{one.of or 'No'} {noun if one.of else many} in the last 12 months."
    if one.value is None:
        return f"There are no {many} to count."
    days = f"{one.value:.0f} {'day' if one.value == 1 else 'days'}"
    if calculation.way == "days":
        return f"Half of {one.of} {noun} took {days} or less."
    return f"Half of {one.of} {noun} have been open for {days} or more."


def parts(calculation: Calculation, one: Point) -> list[tuple[str, str]]:
    """The newest figure split by agency or standing, the largest first."""
    if not calculation.by:
        return []
    names = [(getattr(item, calculation.by) or "All agencies", is_met(item, one.day)) for item in one.counted]
    all_, met = Counter(name for name, _ in names), Counter(name for name, was in names if was)
    if calculation.way == "share":
        return [(name, f"{met[name]} of {count}") for name, count in all_.most_common()]
    return [(name, str(count)) for name, count in all_.most_common()]


def why_not_judge(
    *, kind: str, narrative: str, judged_on: date, today: date, rests_on: int, is_proposer: bool
) -> str | None:
    """The reason why a judgement cannot be saved, or None: it has its narrative and evidence, and nobody agrees their own."""
    if not narrative.strip():
        return "Write why you judge so."
    if judged_on > today:
        return "Give a day that has come as the day of the judgement."
    if not rests_on:
        return "Choose at least one product that it rests on: the record has no figure for this indicator yet."
    if kind == AGREED and is_proposer:
        return "You proposed this judgement. Somebody else of the Executive must agree it."
    return None


def why_not_write_figure(*, words: str, source: str, on: date, today: date) -> str | None:
    """The reason why a figure from outside the record cannot be written down, or None."""
    if not words.strip():
        return "Write the figure."
    if not source.strip():
        return "Say where it comes from."
    return "Give a day that has come." if on > today else None


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of one row of the map: the lines that have anything, and the tools whose evidence is in date."""

    lines: frozenset[int]
    all_lines: tuple[int, ...]
    tools: frozenset[str]
    in_date: frozenset[str]


MANY_SOURCES: Final = 5
VIEWS: Final = (
    ("gaps", "Gaps: no evidence from line 2 or from line 3"),
    ("stale", "Old: nothing is in date"),
    ("single", "One source: a single tool tells of it"),
    ("over", f"Looked at often: {MANY_SOURCES} sources or more in date"),
)


def views_of(shape: Shape) -> tuple[str, ...]:
    """The views of the map in which a row stands: gaps, stale, single, over."""
    found = []
    if any(line not in shape.lines for line in shape.all_lines[1:]):
        found.append("gaps")
    if shape.tools and not shape.in_date:
        found.append("stale")
    if len(shape.tools) == 1:
        found.append("single")
    if len(shape.in_date) >= MANY_SOURCES:
        found.append("over")
    return tuple(found)
