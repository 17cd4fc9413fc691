"""The SPC chart drawn: shape and colour by meaning, limits dashed, labels on the lines, gaps left open."""

from math import isfinite

from lineofsight.engine.charts.figures import figure
from lineofsight.engine.charts.frame import (
    Frame,
    axis_remark,
    axis_room,
    period_axis,
    spread,
    steps_path,
    value_axis,
)
from lineofsight.engine.charts.ink import BLACK, GREY, INKS, MARKERS, PLUM, SHADE, WHITE, Meaning, mark, shape
from lineofsight.engine.charts.key import LINES, KeyItem, draw_key
from lineofsight.engine.charts.scale import Scale, scale_for
from lineofsight.engine.charts.sheet import Sheet, axis_name, finished
from lineofsight.engine.charts.sheet import heading as draw_heading
from lineofsight.engine.charts.spc_chart import SpcChart
from lineofsight.engine.charts.spc_words import change_range, point_title, spc_alternative
from lineofsight.engine.charts.text import escape, halo, text_width, words_at, wrapped

_HEIGHT = {True: 190, False: 250}


def draw_spc(chart: SpcChart, *, width: int, heading: bool) -> str:
    """The chart as SVG text; narrow sheets carry the levels in the key instead of beside the lines."""
    sheet = Sheet(width)
    parts, y = draw_heading(chart.title, chart.subtitle, sheet=sheet) if heading else ([], 0.0)
    key, key_height = draw_key(_key(chart, sheet), width=width, left=4, top=y, size=sheet.size)
    parts += key
    y += key_height + 4
    named, y = axis_name(chart.axis, sheet=sheet, top=y)
    frame = _frame(chart, sheet, y + 10 + (sheet.size + 6 if chart.change else 0))
    parts += named + _shade(chart, frame)
    parts += value_axis(frame, unit=chart.unit, size=sheet.size)
    parts += period_axis(frame, chart.periods, size=sheet.size, sheet_width=width)
    parts += _inside(chart, frame, sheet)
    below, height = _below(chart, frame, sheet)
    parts += below
    return finished(parts, width=width, height=height, name=spc_alternative(chart), kind="spc")


def _frame(chart: SpcChart, sheet: Sheet, top: float) -> Frame:
    scale = _scale(chart, sheet)
    left = axis_room(scale, unit=chart.unit, size=sheet.size)
    labels = [] if sheet.narrow else _levels(chart)
    right = max((text_width(text, sheet.size) for _, text, _ in labels), default=0.0) + (14 if labels else 8)
    return Frame(left, top, sheet.width - left - right, _HEIGHT[sheet.narrow], scale, len(chart.periods))


def _scale(chart: SpcChart, sheet: Sheet) -> Scale:
    extra = [chart.target] if chart.target is not None else []
    if chart.change:
        extra += [chart.change.before, chart.change.after]
    drawn = (*chart.values, *chart.mean, *chart.lower, *chart.upper, *extra)
    ceiling = 100.0 if chart.unit == "%" else None
    if not any(value < 0 for value in (*chart.values, *extra)):
        drawn = tuple(max(value, 0.0) for value in drawn if isfinite(value))
    return scale_for(drawn, ticks=4 if sheet.narrow else 5, from_zero=chart.from_zero, ceiling=ceiling)


def _levels(chart: SpcChart) -> list[tuple[float, str, str]]:
    """Value, words and colour of each line that is labelled at its right end."""
    trial = "Trial " if chart.trial else ""
    lines = [("upper limit", chart.upper, GREY), ("average", chart.mean, GREY), ("lower limit", chart.lower, GREY)]
    found = [(part[-1], f"{trial}{name}", colour) for name, part, colour in lines if part and isfinite(part[-1])]
    if chart.target is not None:
        found.append((chart.target, "Target", PLUM))
    if chart.change:
        found.append((chart.change.after, "Level now", BLACK))
    return [
        (value, f"{name[0].upper()}{name[1:]} {figure(value, chart.unit, chart.decimals)}", colour)
        for value, name, colour in found
        if not (name.endswith("lower limit") and value < 0 <= _lowest(chart))
    ]


def _lowest(chart: SpcChart) -> float:
    return min((value for value in chart.values if isfinite(value)), default=0.0)


def _key(chart: SpcChart, sheet: Sheet) -> list[KeyItem]:
    meanings: tuple[Meaning, ...] = ("higher", "lower", "usual") if chart.neutral else ("better", "worse", "usual")
    if not any(chart.causes) and set(chart.meanings) == {"usual"} and not chart.mean:
        meanings = ()
    items = [KeyItem(INKS[m].words, meaning=m) for m in meanings]
    if chart.provisional:
        items.append(KeyItem("Provisional", meaning="usual", hollow=True))
    items += [KeyItem(MARKERS[s][1], letter=MARKERS[s][0]) for s in MARKERS if s in chart.states]
    return items + _key_lines(chart, sheet)


def _key_lines(chart: SpcChart, sheet: Sheet) -> list[KeyItem]:
    values = {"limit": "", "mean": "", "target": ""}
    if sheet.narrow:
        values = _level_words(chart)
    items: list[KeyItem] = []
    if chart.upper and any(map(isfinite, chart.upper)):
        items.append(KeyItem(f"{'Trial limits' if chart.trial else 'Limits'}{values['limit']}", line="limit"))
    if chart.mean and any(map(isfinite, chart.mean)):
        items.append(KeyItem(f"Average{values['mean']}", line="mean"))
    if chart.target is not None:
        items.append(KeyItem(f"Target{values['target']}", line="target"))
    if chart.change:
        before, after = (figure(v, chart.unit, chart.decimals) for v in (chart.change.before, chart.change.after))
        items.append(KeyItem(f"Level: {before} before, {after} now", line="level"))
    return items


def _level_words(chart: SpcChart) -> dict[str, str]:
    def said(value: float) -> str:
        return f" {figure(value, chart.unit, chart.decimals)}"

    return {
        "limit": f"{said(chart.lowest_limit)} to{said(chart.upper[-1])}" if chart.upper and chart.lower else "",
        "mean": said(chart.mean[-1]) if chart.mean else "",
        "target": said(chart.target) if chart.target is not None else "",
    }


def _inside(chart: SpcChart, frame: Frame, sheet: Sheet) -> list[str]:
    parts = _break_lines(chart, frame) + _limit_lines(chart, frame)
    if chart.target is not None:
        parts.append(f'<path d="M{frame.left:.0f} {frame.y(chart.target):.1f}h{frame.width:.0f}" {LINES["target"]}/>')
    parts += _change_levels(chart, frame, sheet) + _data_line(chart, frame) + _points(chart, frame, sheet)
    parts += _markers(chart, frame, sheet)
    return parts + ([] if sheet.narrow else _level_labels(chart, frame, sheet))


def _shade(chart: SpcChart, frame: Frame) -> list[str]:
    if chart.change is None:
        return []
    x = frame.x(chart.change.since) - frame.step / 2
    size = f'width="{frame.right - x:.1f}" height="{frame.height:.0f}"'
    return [f'<rect x="{x:.1f}" y="{frame.top:.0f}" {size} fill="{SHADE}"/>']


def _break_lines(chart: SpcChart, frame: Frame) -> list[str]:
    cuts = "".join(f"M{frame.x(i) - frame.step / 2:.1f} {frame.top:.0f}v{frame.height:.0f}" for i in chart.breaks if i)
    return [f'<path d="{cuts}" stroke="{GREY}" stroke-dasharray="1 3"/>'] if cuts else []


def _limit_lines(chart: SpcChart, frame: Frame) -> list[str]:
    floor = frame.scale.low
    lower = tuple(value if value >= floor else float("nan") for value in chart.lower)
    limits = "".join(steps_path(frame, part, breaks=chart.breaks) for part in (chart.upper, lower))
    mean = steps_path(frame, chart.mean, breaks=chart.breaks)
    parts = [f'<path d="{limits}" fill="none" {LINES["limit"]}/>'] if limits else []
    return parts + ([f'<path d="{mean}" fill="none" {LINES["mean"]}/>'] if mean else [])


def _data_line(chart: SpcChart, frame: Frame) -> list[str]:
    firm: list[str] = []
    soft: list[str] = []
    before: str | None = None
    for i, value in enumerate(chart.values):
        here = f"{frame.x(i):.1f} {frame.y(value):.1f}" if isfinite(value) else None
        if here and before:
            line = soft if i in chart.provisional else firm
            line.append(f"L{here}" if line and line[-1].endswith(before) else f"M{before}L{here}")
        before = here
    paths = ((firm, ""), (soft, ' stroke-dasharray="3 3"'))
    return [
        f'<path d="{"".join(line)}" fill="none" stroke="{GREY}" stroke-width="1.5"{dash}/>'
        for line, dash in paths
        if line
    ]


def _points(chart: SpcChart, frame: Frame, sheet: Sheet) -> list[str]:
    radius = round(min(4.0 if sheet.narrow else 4.5, max(2.4, frame.step * 0.45)), 1)
    groups: dict[Meaning, list[str]] = {}
    for i, value in enumerate(chart.values):
        if isfinite(value):
            meaning = chart.meanings[i]
            title = escape(point_title(chart, i))
            hollow = i in chart.provisional
            drawn = mark(meaning, frame.x(i), frame.y(value), radius, hollow=hollow, title=title)
            groups.setdefault(meaning, []).append(drawn)
    return [
        f'<g fill="{INKS[meaning].fill}" stroke="{WHITE}">{"".join(groups[meaning])}</g>'
        for meaning in INKS
        if meaning in groups
    ]


def _markers(chart: SpcChart, frame: Frame, sheet: Sheet) -> list[str]:
    parts = [
        words_at(frame.x(i), frame.bottom - 5, MARKERS[state][0], size=sheet.size, anchor="middle", bold=True)
        for i, state in enumerate(chart.states)
        if state != "value"
    ]
    for number, note in enumerate(chart.notes, start=1):
        y = frame.bottom - (sheet.size + 12 if chart.states[note.position] != "value" else 10)
        parts.append(f'<path d="{shape("higher", frame.x(note.position), y, 5)}" fill="{BLACK}"/>')
        parts.append(halo(frame.x(note.position) + 8, y + 5, str(number), size=sheet.size))
    return parts


def _change_levels(chart: SpcChart, frame: Frame, sheet: Sheet) -> list[str]:
    change = chart.change
    if change is None:
        return []
    edge = frame.x(change.since) - frame.step / 2
    before, after = frame.y(change.before), frame.y(change.after)
    lines = f"M{frame.left:.0f} {before:.1f}H{edge:.1f}M{edge:.1f} {after:.1f}H{frame.right:.1f}"
    parts = [f'<path d="{lines}" {LINES["level"]}/>', *_likely_range(chart, frame)]
    words = f"Since {chart.periods[change.since]}"
    over = edge + text_width(words, sheet.size) * 1.1 + 8 > frame.right
    x, anchor = (edge - 6, "end") if over else (edge + 6, "start")
    return [*parts, halo(x, frame.top - 11, words, size=sheet.size, anchor=anchor)]


def _likely_range(chart: SpcChart, frame: Frame) -> list[str]:
    change = chart.change
    if change is None or not (said := change_range(chart, change)):
        return []
    first, last = (frame.x(at) for at in (change.earliest, change.latest) if at is not None)
    bar = f"M{first:.1f} {frame.top - 4:.0f}v8m0 -4H{last:.1f}m0 -4v8"
    title = escape(f"The change began{said.removeprefix(',')}")
    return [f'<path d="{bar}" fill="none" stroke="{BLACK}" stroke-width="1.5"><title>{title}</title></path>']


def _level_labels(chart: SpcChart, frame: Frame, sheet: Sheet) -> list[str]:
    levels = _levels(chart)
    heights = [frame.y(value) for value, _, _ in levels]
    placed = spread(heights, apart=sheet.size + 3, top=frame.top, bottom=frame.bottom)
    return [
        words_at(frame.right + 7, y + sheet.size * 0.36, text, size=sheet.size, fill=colour, bold=colour == BLACK)
        for (_, text, colour), y in zip(levels, placed, strict=True)
    ]


def _below(chart: SpcChart, frame: Frame, sheet: Sheet) -> tuple[list[str], float]:
    """Notes and the remark on a cut axis, under the period labels, and the height of the whole sheet."""
    row = sheet.size + 6
    y = frame.bottom + sheet.size + 12
    parts: list[str] = []
    for number, note in enumerate(chart.notes, start=1):
        text = f"▲{number} {chart.periods[note.position]}: {note.text}"
        for line in wrapped(text, width=sheet.width - 8, size=sheet.size):
            y += row
            parts.append(words_at(2, y, line, size=sheet.size))
    if frame.scale.cut:
        y += row
        parts += axis_remark(frame, unit=chart.unit, size=sheet.size, y=y)
    return parts, y + 8
