"""Measures as a table and as charts: for leaders the accepted figures, for everybody else what was published."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from lineofsight.engine import charts as drawing
from lineofsight.foundation.ui.words import counted
from lineofsight.outputs.reports import pieces
from lineofsight.outputs.reports.pieces import Content
from lineofsight.outputs.reports.reading.listing import listed
from lineofsight.outputs.reports.registry import Ask, BlockKind, add_block
from lineofsight.sources.dashboard.models import Observation
from lineofsight.sources.dashboard.queries.figures import known_on
from lineofsight.sources.dashboard.queries.looking import Look, look_of
from lineofsight.sources.dashboard.queries.measure_page import Choice, Page, measure_page
from lineofsight.sources.dashboard.queries.summary import Row, rows
from lineofsight.sources.dashboard.rules import wording
from lineofsight.sources.dashboard.views import charting

HEADER = ("Measure", "Newest figure", "Period", "What it does", "Target")
USES = frozenset({"see_working_figures"})
MOST_CHARTS, CHARTS_UNASKED = 60, 6
CHOICES = ("purpose", "only", "measures")


def register() -> None:
    """Add them."""
    add_block(
        BlockKind("measures", "Measures", "Measures with their newest figures, most concerning first.", measures,
                  needs="see_measures", uses=USES, choices=CHOICES, in_public=True)
    )  # fmt: skip
    add_block(
        BlockKind("charts", "Charts", "A chart for each measure, with what it shows in words.", charts,
                  needs="see_measures", uses=USES, choices=CHOICES, in_public=True)
    )  # fmt: skip


def _look(ask: Ask) -> Look:
    # The day after: a look takes only a day that has passed as one on which something was known.
    reader = replace(ask.reader, today=ask.known_on + timedelta(days=1))
    return look_of(reader, {"known_on": ask.known_on.isoformat(), "to": ask.period_end.isoformat()})


def _chosen(ask: Ask, look: Look) -> list[Row]:
    """The measures that the settings ask for, with figures first."""
    found = rows(look, today=ask.known_on)
    wanted, purpose = ask.settings.get("measures") or [], ask.settings.get("purpose") or ""
    if wanted:
        found = [row for row in found if row.code in wanted]
    if purpose:
        found = [row for row in found if purpose in row.links]
    if ask.theme and not purpose and not wanted:
        found = [row for row in found if f"priority:{ask.theme}" in row.links]
    if only := ask.settings.get("only"):
        found = [row for row in found if row.group == only]
    return [row for row in found if row.shows is not None]


def measures(ask: Ask) -> Content:
    """One row a measure. Each figure leads to where it came from, where the reader may follow it, else to its measure."""
    look = _look(ask)
    held = _chosen(ask, look)
    figures = _figures(held, look) if look.sees_all else {}
    better = sum(row.group == "better" for row in held)
    return listed(
        ("measure", "measures"), HEADER, [_row(row, ask, figures) for row in held], said=_said(held),
        none="No figures were accepted or published for these measures yet.", impact=better, right=(1,),
        widths=(3, 1.3, 1.5, 2.5, 2),
        source=(f"Summary of measures{_as_known(look)}", f"{ask.root}/data/"),
    )  # fmt: skip


def _said(held: Sequence[Row]) -> str:
    worse, better = (sum(row.group == group for row in held) for group in ("worse", "better"))
    return f"with figures: {worse} got worse, {better} got better, {len(held) - worse - better} show no clear change"


def _as_known(look: Look) -> str:
    return f" {look.words}" if look.words else ""


def _row(row: Row, ask: Ask, figures: dict[tuple[int, Any], int]) -> list[Any]:
    page = f"{ask.root}/data/measures/{row.code}/"
    key = (_series(row), row.shows.period) if row.shows else (0, None)
    figure = figures.get(key)
    source = f"{ask.root}/data/figures/{figure}/" if figure else page
    return [
        pieces.cell(row.name, page),
        pieces.cell(row.latest or "–", source),
        row.period,
        row.change,
        row.target,
    ]


def _series(row: Row) -> int:
    shows: Any = row.shows
    return int(shows.series_id if hasattr(shows, "series_id") else shows.series)


def _figures(held: Sequence[Row], look: Look) -> dict[tuple[int, Any], int]:
    """The rows behind the newest figures, by series and period; one query."""
    wanted = {(_series(row), row.shows.period) for row in held if row.shows}
    series, periods = [one for one, _ in wanted], {period for _, period in wanted}
    found = known_on(Observation.objects.filter(series__in=series, period__in=periods), look.moment)
    return {(one.series_id, one.period): one.pk for one in found if (one.series_id, one.period) in wanted}


def charts(ask: Ask) -> Content:
    """A chart for each measure that was chosen; unless some were, for the most concerning six."""
    look = _look(ask)
    held = _chosen(ask, look)
    asked = any(ask.settings.get(name) for name in CHOICES) or ask.theme
    held = held[: MOST_CHARTS if asked else CHARTS_UNASKED]
    found: list[pieces.Piece] = []
    for row in held:
        page = measure_page(ask.partnership, row.code, look=look, choice=Choice(), today=ask.known_on)
        found += _chart(page, f"{ask.root}/data/measures/{row.code}/")
    if not found:
        return Content((pieces.text("No figures were accepted or published for these measures yet."),))
    drawn = sum(piece["kind"] == "chart" for piece in found)
    found.append(pieces.source(f"{counted(drawn, 'chart')} of measures{_as_known(look)}", f"{ask.root}/data/"))
    better = sum(row.group == "better" for row in held)
    return Content(tuple(found), rows=drawn, impact=better)


def _chart(page: Page, link: str) -> list[pieces.Piece]:
    line = page.line
    if line is None or not line.has_figures:
        return []
    chart = charting.spc_chart(page, line)
    says = wording.what_it_shows(line.shows, line.trait, charting.run_of(line))
    drawn = pieces.chart(drawing.to_svg(chart), drawing.text_alternative(chart), chart.title, link)
    said = [pieces.text(says, link)]
    return [drawn, *said]
