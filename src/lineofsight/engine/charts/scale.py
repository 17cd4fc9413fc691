"""The value axis: round ticks that hold every figure, from zero unless that would hide what matters."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

from lineofsight.engine.charts.figures import decimals_of

_ROUND_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_WORTH_CUTTING = 0.45


@dataclass(frozen=True)
class Scale:
    """From `low` to `high` in round `ticks`. `cut` when the axis could begin at zero and does not."""

    low: float
    high: float
    ticks: tuple[float, ...]
    decimals: int

    @property
    def cut(self) -> bool:
        """Whether the axis begins above zero, which the chart must say."""
        return self.low > 0

    def share(self, value: float) -> float:
        """Where a value lies, from 0 at the bottom to 1 at the top."""
        return (value - self.low) / (self.high - self.low)


def scale_for(
    values: Iterable[float], *, ticks: int = 5, from_zero: bool | None = None, ceiling: float | None = None
) -> Scale:
    """A scale that holds all finite values.

    `from_zero` None begins at zero unless the figures take up less than about half of such an axis. `ceiling` is a
    value that cannot be passed, such as 100 for a percentage.
    """
    finite = [v for v in values if isfinite(v)]
    low, high = (min(finite), max(finite)) if finite else (0.0, 1.0)
    start = _start(low, high, from_zero)
    step = _step((high - start) or abs(high) or 1.0, ticks)
    first, last = floor(start / step + 1e-9), ceil(high / step - 1e-9)
    last = last + 1 if last == first else last
    top = last * step if last - first == 1 else _top(last * step, high, step, ceiling)
    marks = tuple(round(n * step, 10) for n in range(first, last + 1) if n * step <= top + step * 1e-9)
    return Scale(marks[0], round(top, 10), marks, decimals_of(step))


def _top(tick: float, high: float, step: float, ceiling: float | None) -> float:
    """The upper end: the tick above the figures, or less where that would leave most of a step empty."""
    top = tick if tick - high < 0.4 * step else high + 0.15 * step
    return min(top, ceiling) if ceiling is not None and high <= ceiling else top


def _start(low: float, high: float, from_zero: bool | None) -> float:
    if low < 0:
        return low
    cut = from_zero is False or (from_zero is None and high > 0 and low / high > _WORTH_CUTTING)
    return low - (high - low) * 0.1 if cut and high > low else 0.0


def _step(span: float, ticks: int) -> float:
    rough = span / ticks
    size = 10.0 ** floor(log10(rough))
    # Steps of 2.5 only where they are whole numbers: most figures on our axes are counts.
    return next(size * r for r in _ROUND_STEPS if size * r >= rough * 0.85 and (r != 2.5 or size >= 10))
