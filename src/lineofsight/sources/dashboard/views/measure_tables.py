"""The tables of a measure's page: every figure of the line, the agencies, the areas."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from lineofsight.engine.charts import CAUSE_WORDS, Sparkline, sparkline_words, to_svg, variation_icon
from lineofsight.engine.charts.ink import INKS
from lineofsight.engine.charts.spc_chart import MEANING_OF_POINT
from lineofsight.foundation.partnership.guards import PartnershipRequest
from lineofsight.foundation.ui.tables import Column, Table
from lineofsight.sources.dashboard.permissions import may_trace
from lineofsight.sources.dashboard.queries.lines import Line
from lineofsight.sources.dashboard.queries.looking import Look
from lineofsight.sources.dashboard.queries.measure_page import Page, Part
from lineofsight.sources.dashboard.rules import panel as states
from lineofsight.sources.dashboard.rules import periods, summing, words
from lineofsight.sources.dashboard.rules.judging import back_lately
from lineofsight.sources.dashboard.views.charting import notes_of
from lineofsight.sources.dashboard.views.sections import kept

SHOWN_AT_FIRST = 24


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One period of the line."""

    period: str
    numerator: float | None
    denominator: float | None
    value: float | None
    shown: str
    state: str
    mean: str
    lower: str
    upper: str
    signal: str
    note: str
    url: str


def figure_rows(request: PartnershipRequest, page: Page, line: Line) -> list[FigureRow]:
    """Every period of the line, newest first."""
    notes: dict[int, list[str]] = {}
    for note in notes_of(line):
        notes.setdefault(note.position, []).append(note.text)
    traced = may_trace(request.here, line.series[-1].organisation_id)
    columns = range(len(line.panel.periods))
    return [_figure_row(request, page, line, at, "; ".join(notes.get(at, ())), traced) for at in reversed(columns)]


def _figure_row(request: PartnershipRequest, page: Page, line: Line, at: int, note: str, traced: bool) -> FigureRow:
    panel, version = line.panel, page.version
    state, value = int(panel.states[0, at]), _number(panel.values[0, at])
    row_id = int(panel.ids[0, at])
    url = reverse("dashboard:figure", args=[request.here.partnership.slug, row_id]) if traced and row_id else ""
    return FigureRow(
        period=line.label(at),
        numerator=_number(panel.numerators[0, at]),
        denominator=_number(panel.denominators[0, at]),
        value=value,
        shown=words.shown(value, state, unit=version.unit, decimals=version.decimals),
        state=words.remark(state),
        mean=_limit(line, "mean", at),
        lower=_limit(line, "lower", at),
        upper=_limit(line, "upper", at),
        signal=_signal(line, at),
        note=note,
        url=url,
    )


def _number(value: float) -> float | None:
    return None if value != value else float(value)


def _limit(line: Line, name: str, at: int) -> str:
    if line.limits is None:
        return ""
    value = float(getattr(line.limits, name)[at])
    return words.amount(max(value, 0.0) if value == value else value, unit=line.trait.unit if line.trait.unit != "count" else "",
                        decimals=line.trait.decimals)  # fmt: skip


def _signal(line: Line, at: int) -> str:
    if line.limits is None or line.panel.states[0, at] not in states.DRAWN:
        return ""
    meaning = MEANING_OF_POINT[str(line.limits.point_type[at])]
    reason = CAUSE_WORDS.get(str(line.limits.cause[at]), "")
    return "" if meaning == "usual" else f"{INKS[meaning].words}, {reason}"


def figures_table(request: PartnershipRequest, page: Page, line: Line, *, look: Look) -> Table:
    """Period, counts, figure, limits, signal and note, with each figure leading to where it came from."""
    rows = figure_rows(request, page, line)
    everything = request.GET.get("rows") == "all"
    has_counts = any(row.numerator is not None for row in rows) and page.version.unit != "count"
    counts = [
        Column("numerator", "Number", sort=False, align="right"),
        Column("denominator", "Out of", sort=False, align="right"),
    ]
    columns = [
        Column("period", "Period", sort=False),
        *(counts if has_counts else []),
        Column("shown", "Figure", sort=False, align="right", url=lambda row: row.url, export=lambda row: row.value),
        Column("state", "State", sort=False),
        Column("mean", "Average", sort=False, align="right"),
        Column("lower", "Lower limit", sort=False, align="right"),
        Column("upper", "Upper limit", sort=False, align="right"),
        Column("signal", "Signal", sort=False),
        Column("note", "Note", sort=False),
    ]
    return Table(
        request,
        name="figures",
        title=f"{page.version.name}, {line.area.name}" + (f", {look.words}" if look.words else ""),
        rows=rows,
        columns=columns,
        noun=("period", "periods"),
        page_size=len(rows) if everything else SHOWN_AT_FIRST,
        exports=request.here.may("export"),
        marking="OFFICIAL-SENSITIVE" if look.sees_all else "OFFICIAL",
    )


def parts_table(
    request: PartnershipRequest, page: Page, parts: Sequence[Part], *, look: Look, name: str, title: str, first: str
) -> Table:
    """Agencies or areas beside each other, each leading to its own chart."""
    columns = [
        Column("name", first, url=lambda part: part_url(request, page, part, look)),
        Column("latest", "Latest", value=lambda part: _latest(page, part), sort=_value, align="right"),
        Column("period", "Period", value=_period, sort=lambda part: part.shows.period),
        Column("recent", "Last 24", value=_sparkline, sort=False, export=False),
        Column("change", "Change", value=_change, sort=lambda part: -part.shows.rank, export=_change_words),
    ]
    if name == "agencies":
        columns.append(Column("quality", "Data quality"))
    return Table(
        request,
        name=name,
        prefix=name,
        title=title,
        rows=list(parts),
        columns=columns,
        default_sort="name",
        noun=(first.lower(), {"Agency": "agencies"}.get(first, f"{first.lower()}s")),
        exports=request.here.may("export"),
        marking="OFFICIAL-SENSITIVE" if look.sees_all else "OFFICIAL",
    )


def part_url(request: PartnershipRequest, page: Page, part: Part, look: Look) -> str:
    """The same page for one agency, one area, or one value of a breakdown of what was chosen."""
    asked = _asked(page, part)
    address = reverse("dashboard:measure", args=[request.here.partnership.slug, page.measure.code])
    return f"{address}?{urlencode(asked | kept(look))}"


def _asked(page: Page, part: Part) -> dict[str, str]:
    if part.series.breakdown:
        chosen = {"agency": page.choice.agency, "area": page.choice.area, "split": part.series.breakdown}
        return {name: value for name, value in chosen.items() if value}
    if part.series.organisation_id:
        return {"agency": str(part.series.organisation_id)}
    return {"area": part.series.area.code}


def _latest(page: Page, part: Part) -> str:
    return words.shown(part.shows.value, part.shows.state, unit=page.version.unit, decimals=page.version.decimals)


def _value(part: Part) -> float | None:
    return part.shows.value


def _period(part: Part) -> str:
    return periods.label(part.shows.period, part.period_type)


def _change_words(part: Part) -> str:
    one = part.shows
    if one.points < summing.FEWEST_POINTS and not one.is_early:
        return "Too little data"
    since = periods.label(one.since, part.period_type) if one.since else ""
    back = back_lately(one.back_since, one.period)
    facts = {"tier": one.tier, "points": one.points, "since": since, "is_early": one.is_early}
    return words.change(one.variation, one.cause, **facts, back=periods.label(back, part.period_type) if back else "")


def _change(part: Part) -> SafeString | str:
    if part.shows.points < summing.FEWEST_POINTS or not part.shows.variation:
        return _change_words(part)
    icon = variation_icon(part.shows.variation, size=24)
    return mark_safe(f'<span class="dash-icon">{icon}<span>{_change_words(part)}</span></span>')  # noqa: S308


def _sparkline(part: Part) -> Any:
    recent = part.shows.recent
    if not recent.replace("x", "").strip():
        return "No figures"
    values = tuple(float("nan") if text == "x" else float(text) for text in recent.split())
    line = Sparkline(values=values, meaning=words.MEANINGS.get(part.shows.variation, "usual"))
    return mark_safe(f'<span class="dash-spark">{to_svg(line, width=110)}<span>{sparkline_words(line)}</span></span>')  # noqa: S308


def benchmarks_table(request: PartnershipRequest, page: Page, *, look: Look) -> Table:
    """Comparisons with their own period and method, and our figure of the same period beside them."""
    unit, decimals = page.version.unit, page.version.decimals
    return Table(
        request,
        name="compare",
        prefix="compare",
        title=f"{page.version.name} compared",
        rows=list(page.benchmarks),
        columns=[
            Column("name", "Who", sort=False),
            Column("value", "Figure", value=lambda one: words.shown(one.value, one.state, unit=unit, decimals=decimals),
                   sort=False, align="right"),
            Column("period_words", "Its period", sort=False),
            Column("method", "How it was made", sort=False),
            Column("ours", "Ours in that period", value=lambda one: words.amount(one.ours, unit=unit, decimals=decimals) or "x",
                   sort=False, align="right"),
        ],
        noun=("comparison", "comparisons"),
        exports=request.here.may("export"),
        marking="OFFICIAL-SENSITIVE" if look.sees_all else "OFFICIAL",
    )  # fmt: skip
