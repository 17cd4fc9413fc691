"""Rows of the record as a table or a list of a report: how many are shown, and what is said when there are none."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from lineofsight.foundation.ui.words import counted, short_date
from lineofsight.outputs.reports import pieces
from lineofsight.outputs.reports.pieces import Cell, Content

MOST_ROWS = 60
LONGEST_CELL = 400


def day(value: date | None) -> str:
    """A day as tables say it; a dash without one."""
    return short_date(value) if value else "–"


def short(text: str) -> str:
    """A text as a cell can hold it, cut at a word."""
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST_CELL else f"{flat[:LONGEST_CELL].rsplit(' ', 1)[0]} …"


def listed(
    noun: tuple[str, str],
    header: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    *,
    said: str,
    none: str,
    impact: int = 0,
    source: tuple[str, str] | None = None,
    right: Sequence[int] = (),
    widths: Sequence[float] = (),
    more: Sequence[pieces.Piece] = (),
) -> Content:
    """The rows as a table whose caption counts them: `said` follows the count. Without rows only `none`."""
    if not rows:
        return Content((pieces.text(none),))
    caption = f"{counted(len(rows), *noun)} {said}".strip()
    if len(rows) > MOST_ROWS:
        caption += f"; the first {MOST_ROWS} are shown"
    held: list[Any] = [pieces.table(caption, header, rows[:MOST_ROWS], right, widths), *more]
    if source:
        held.append(pieces.source(*source))
    return Content(tuple(held), rows=len(rows), impact=impact)
