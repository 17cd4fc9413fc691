"""The plotting area: where a period and a value lie, the axes, labels that do not run into each other."""

from dataclasses import dataclass

from lineofsight.engine.charts.figures import figure
from lineofsight.engine.charts.ink import BLACK, GREY, PALE_GREY
from lineofsight.engine.charts.scale import Scale
from lineofsight.engine.charts.text import text_width, words_at

_STEPS = (1, 2, 3, 4, 6, 12, 24, 36, 60, 120)


@dataclass(frozen=True)
class Frame:
    """`count` periods across, a scale upwards; pixels from the top left corner of the sheet."""

    left: float
    top: float
    width: float
    height: float
    scale: Scale
    count: int = 1

    @property
    def right(self) -> float:
        """Right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.top + self.height

    @property
    def step(self) -> float:
        """Pixels from one period to the next."""
        return self.width / self.count

    def x(self, position: float) -> float:
        """The middle of a period."""
        return self.left + (position + 0.5) * self.step

    def y(self, value: float) -> float:
        """The height of a value."""
        return self.bottom - self.scale.share(value) * self.height


def value_axis(frame: Frame, *, unit: str, size: float) -> list[str]:
    """Faint lines across and the ticks' figures on the left."""
    lines = "".join(f"M{frame.left:.0f} {frame.y(tick):.1f}h{frame.width:.0f}" for tick in frame.scale.ticks[1:])
    parts = [f'<path d="{lines}" stroke="{PALE_GREY}"/>', _base_line(frame)]
    for tick in frame.scale.ticks:
        text = figure(tick, unit, frame.scale.decimals)
        parts.append(words_at(frame.left - 7, frame.y(tick) + size * 0.36, text, size=size, anchor="end"))
    return parts


def axis_room(scale: Scale, *, unit: str, size: float) -> float:
    """Pixels that the ticks' figures need on the left."""
    return max(text_width(figure(tick, unit, scale.decimals), size) for tick in scale.ticks) + 10


def _base_line(frame: Frame) -> str:
    return f'<path d="M{frame.left:.0f} {frame.bottom:.1f}h{frame.width:.0f}" stroke="{BLACK}"/>'


def period_axis(frame: Frame, periods: tuple[str, ...], *, size: float, sheet_width: float) -> list[str]:
    """Period labels, level, as many as fit, counted back from the newest, which always has one."""
    widest = max(text_width(period, size) for period in periods)
    pushed = max(0.0, frame.x(len(periods) - 1) + widest / 2 + 2 - sheet_width)
    every = next((s for s in _STEPS if s * frame.step - pushed >= widest + 12), len(periods))
    positions = list(range(len(periods) - 1, -1, -every))
    if positions[-1] * frame.step >= widest + 14:
        positions.append(0)
    ticks = "".join(f"M{frame.x(i):.1f} {frame.bottom:.1f}v5" for i in positions)
    parts = [f'<path d="{ticks}" stroke="{BLACK}"/>']
    for i in positions:
        half = text_width(periods[i], size) / 2
        x = min(max(frame.x(i), half + 2), sheet_width - half - 2)
        parts.append(words_at(x, frame.bottom + size + 8, periods[i], size=size, anchor="middle"))
    return parts


def spread(heights: list[float], *, apart: float, top: float, bottom: float) -> list[float]:
    """The heights moved so that they stand `apart` and stay between top and bottom, in the order given."""
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    placed: dict[int, float] = {}
    least = top
    for i in order:
        placed[i] = max(heights[i], least)
        least = placed[i] + apart
    most = bottom
    for i in reversed(order):
        placed[i] = min(placed[i], most)
        most = placed[i] - apart
    return [placed[i] for i in range(len(heights))]


def steps_path(frame: Frame, values: tuple[float, ...], *, breaks: tuple[int, ...] = ()) -> str:
    """A level line across each run of equal values, joined by a riser where it changes, cut at breaks and gaps."""
    parts: list[str] = []
    half = frame.step / 2
    drawn: float | None = None
    for i, value in enumerate(values):
        if value != value:
            drawn = None
            continue
        if drawn is None or i in breaks:
            gap = 2 if i in breaks else 0
            parts.append(f"M{frame.x(i) - half + gap:.1f} {frame.y(value):.1f}")
        elif value != drawn:
            parts.append(f"V{frame.y(value):.1f}")
        if _run_ends(values, i, breaks):
            parts.append(f"H{frame.x(i) + half - (2 if i + 1 in breaks else 0):.1f}")
        drawn = value
    return "".join(parts)


def _run_ends(values: tuple[float, ...], i: int, breaks: tuple[int, ...]) -> bool:
    return i + 1 == len(values) or i + 1 in breaks or values[i + 1] != values[i]


def axis_remark(frame: Frame, *, unit: str, size: float, y: float) -> list[str]:
    """The sentence that an axis which does not begin at zero owes its reader."""
    if not frame.scale.cut:
        return []
    start = figure(frame.scale.low, unit, frame.scale.decimals)
    return [words_at(2, y, f"The axis starts at {start}, not at zero.", size=size, fill=GREY)]
