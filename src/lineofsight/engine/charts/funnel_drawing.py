"""The funnel chart drawn, in words and as a table."""

from lineofsight.engine.charts.drawing import Table
from lineofsight.engine.charts.figures import figure
from lineofsight.engine.charts.frame import Frame, axis_remark, axis_room, value_axis
from lineofsight.engine.charts.funnel import Z_INNER, Z_OUTER, FunnelChart
from lineofsight.engine.charts.ink import BLACK, GREY, INKS, MARKERS, WHITE, mark
from lineofsight.engine.charts.key import LINES, KeyItem, draw_key
from lineofsight.engine.charts.scale import Scale, scale_for
from lineofsight.engine.charts.sheet import Sheet, axis_name, finished
from lineofsight.engine.charts.sheet import heading as draw_heading
from lineofsight.engine.charts.text import escape, halo, text_width, within, words_at

_INNER = f'stroke="{GREY}" stroke-width="1.2" stroke-dasharray="2 3"'
_CURVE_POINTS = 60


def draw_funnel(chart: FunnelChart, *, width: int, heading: bool) -> str:
    """Areas as marks by size, the average level, two pairs of limits as curves."""
    sheet = Sheet(width)
    parts, y = draw_heading(chart.title, chart.subtitle, sheet=sheet) if heading else ([], 0.0)
    key, key_height = draw_key(_key(chart), width=width, left=4, top=y, size=sheet.size)
    named, y = axis_name(chart.axis, sheet=sheet, top=y + key_height)
    parts += key + named
    sizes = scale_for(
        [0, *(chart.denominators[i] for i in chart.drawn)], ticks=3 if sheet.narrow else 6, from_zero=True
    )
    frame = _frame(chart, sheet, y + 10, sizes)
    parts += value_axis(frame, unit=chart.unit, size=sheet.size) + _size_axis(chart, frame, sheet, sizes)
    if chart.drawn:
        parts += _curves(chart, frame, sizes) + _marks(chart, frame, sheet, sizes)
    bottom = frame.bottom + 2 * sheet.size + 20
    if frame.scale.cut:
        parts += axis_remark(frame, unit=chart.unit, size=sheet.size, y=bottom + sheet.size)
        bottom += sheet.size + 6
    return finished(parts, width=width, height=bottom, name=funnel_alternative(chart), kind="funnel")


def _key(chart: FunnelChart) -> list[KeyItem]:
    found = {chart.meaning(i) for i in chart.drawn} | {"usual"}
    items = [KeyItem(INKS[meaning].words, meaning=meaning) for meaning in INKS if meaning in found]
    items.append(KeyItem(f"Average {figure(chart.per * chart.average, chart.unit)}", line="mean"))
    return [*items, KeyItem("Limits: 1 in 500 by chance (dots: 1 in 20)", line="limit")]


def _frame(chart: FunnelChart, sheet: Sheet, top: float, sizes: Scale) -> Frame:
    drawn = [chart.rate(i) for i in chart.drawn]
    middling = max(sizes.high * 0.06, min((chart.denominators[i] for i in chart.drawn), default=1.0))
    edges = chart.limit(middling, Z_OUTER) if drawn else (0.0, 1.0)
    scale = scale_for([*drawn, *edges], ceiling=100.0 if chart.unit == "%" else None)
    left = axis_room(scale, unit=chart.unit, size=sheet.size)
    return Frame(left, top, sheet.width - left - 16, 220 if sheet.narrow else 280, scale)


def _x(frame: Frame, sizes: Scale, size: float) -> float:
    return frame.left + sizes.share(size) * frame.width


def _size_axis(chart: FunnelChart, frame: Frame, sheet: Sheet, sizes: Scale) -> list[str]:
    ticks = "".join(f"M{_x(frame, sizes, tick):.1f} {frame.bottom:.1f}v5" for tick in sizes.ticks)
    parts = [f'<path d="{ticks}" stroke="{BLACK}"/>']
    for tick in sizes.ticks:
        text = figure(tick, "", sizes.decimals)
        x = min(_x(frame, sizes, tick), sheet.width - text_width(text, sheet.size) / 2 - 2)
        parts.append(words_at(x, frame.bottom + sheet.size + 8, text, size=sheet.size, anchor="middle"))
    y = frame.bottom + 2 * sheet.size + 14
    middle = frame.left + frame.width / 2
    return [*parts, words_at(middle, y, chart.size_axis, size=sheet.size, anchor="middle", fill=GREY)]


def _curves(chart: FunnelChart, frame: Frame, sizes: Scale) -> list[str]:
    curves = [(Z_OUTER, LINES["limit"]), (Z_INNER, _INNER)]
    paths = [f'<path d="{_curve(chart, frame, sizes, z)}" fill="none" {line}/>' for z, line in curves]
    mean = f"M{frame.left:.0f} {frame.y(chart.per * chart.average):.1f}h{frame.width:.0f}"
    return [*paths, f'<path d="{mean}" {LINES["mean"]}/>']


def _curve(chart: FunnelChart, frame: Frame, sizes: Scale, z: float) -> str:
    """Both limits of one width, only where they lie inside the frame."""
    steps = [sizes.high * ((n + 1) / _CURVE_POINTS) ** 2 for n in range(_CURVE_POINTS)]
    pairs = [(size, chart.limit(size, z)) for size in steps]
    path: list[str] = []
    for side in (0, 1):
        inside = [(size, pair[side]) for size, pair in pairs if frame.scale.low <= pair[side] <= frame.scale.high]
        points = [f"{_x(frame, sizes, size):.1f} {frame.y(value):.1f}" for size, value in inside]
        path.append(f"M{'L'.join(points)}" if points else "")
    return "".join(path)


def _marks(chart: FunnelChart, frame: Frame, sheet: Sheet, sizes: Scale) -> list[str]:
    parts: list[str] = []
    for i in chart.drawn:
        meaning = chart.meaning(i)
        x, y = _x(frame, sizes, chart.denominators[i]), frame.y(chart.rate(i))
        drawn = mark(meaning, x, y, 4.5, title=escape(f"{chart.names[i]}: {_said(chart, i)}"))
        ring = BLACK if i == chart.own else WHITE
        parts.append(f'<g fill="{INKS[meaning].fill}" stroke="{ring}">{drawn}</g>')
    if chart.own is not None and chart.own in chart.drawn:
        parts.append(_own_name(chart, chart.own, frame, sheet, sizes))
    return parts


def _own_name(chart: FunnelChart, own: int, frame: Frame, sheet: Sheet, sizes: Scale) -> str:
    x, y = _x(frame, sizes, chart.denominators[own]), frame.y(chart.rate(own))
    over = x + text_width(chart.names[own], sheet.size) * 1.1 + 12 > sheet.width
    place, anchor = (x - 10, "end") if over else (x + 10, "start")
    return halo(place, y + sheet.size * 0.36, chart.names[own], size=sheet.size, anchor=anchor)


def _said(chart: FunnelChart, at: int) -> str:
    if chart.states[at] != "value":
        return "{} ({})".format(*MARKERS[chart.states[at]])
    return f"{figure(chart.rate(at), chart.unit)}, {INKS[chart.meaning(at)].words.lower()}"


def funnel_alternative(chart: FunnelChart) -> str:
    """How many areas, the average, the reader's own area, and which lie beyond the limits."""
    outside = [i for i in chart.drawn if chart.meaning(i) != "usual"]
    parts = [f"{chart.measure}: {len(chart.drawn)} areas against the average of {_average(chart)}."]
    if chart.own is not None:
        parts.append(f"{chart.names[chart.own]} {_said(chart, chart.own)}.")
    names = ", ".join(chart.names[i] for i in outside)
    parts.append(f"{len(outside)} beyond the limits: {names}." if outside else "None is beyond the limits.")
    return within(" ".join(parts), 220)


def _average(chart: FunnelChart) -> str:
    return figure(chart.per * chart.average, chart.unit) or "no figures"


def funnel_table(chart: FunnelChart) -> Table:
    """Area, count, size, figure, its limits and what it means; letters where there is no figure."""
    head = ("Area", "Number", "Out of", chart.axis or "Figure", "Lower limit", "Upper limit", "Compared")
    return head, [_table_row(chart, i) for i in range(len(chart.names))]


def _table_row(chart: FunnelChart, at: int) -> tuple[str, ...]:
    state = chart.states[at]
    if state != "value":
        return (chart.names[at], *[MARKERS[state][0]] * 3, "", "", "")
    lower, upper = (figure(value, chart.unit) for value in chart.limit(chart.denominators[at], Z_OUTER))
    counts = (figure(chart.numerators[at]), figure(chart.denominators[at]))
    rate = figure(chart.rate(at), chart.unit)
    return (chart.names[at], *counts, rate, lower, upper, INKS[chart.meaning(at)].words)
