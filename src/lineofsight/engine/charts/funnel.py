"""A funnel chart: areas of different size against the average, with limits that narrow as the size grows."""

from dataclasses import dataclass
from math import inf, isfinite, nan, sqrt

from lineofsight.engine.charts.errors import ChartError
from lineofsight.engine.charts.ink import Figures, Meaning

# Standard errors of the two limits, for chances of 1 in 20 and 1 in 500.
Z_INNER, Z_OUTER = 1.959964, 3.090232


@dataclass(frozen=True)
class FunnelChart:
    """Areas with counts out of sizes, shown as rates `per` so many (100 for a percentage).

    `improves` says which way is better, "neutral" for none. An area whose state is not "value" is neither drawn nor in
    the average. `limits` is "proportion" (events out of trials) or "rate" (counts over population or time). `own` is
    the position of the reader's own area, which is named on the chart.
    """

    title: str
    measure: str
    names: tuple[str, ...]
    numerators: tuple[float, ...]
    denominators: tuple[float, ...]
    subtitle: str = ""
    per: float = 100
    unit: str = "%"
    axis: str = ""
    size_axis: str = "Number of children"
    improves: str = "neutral"
    limits: str = "proportion"
    states: tuple[Figures, ...] = ()
    own: int | None = None

    def __post_init__(self) -> None:
        """Check that the parts fit, and hide what has no figure."""
        count = len(self.names)
        if count == 0 or len(self.numerators) != count or len(self.denominators) != count:
            raise ChartError(f"{self.measure}: names, numerators and denominators do not go together.")
        if self.states and len(self.states) != count:
            raise ChartError(f"{self.measure}: {count} areas but {len(self.states)} states.")
        object.__setattr__(self, "states", tuple(self._state(i) for i in range(count)))
        for i in self.drawn:
            self._check(i)

    def _state(self, at: int) -> Figures:
        given = self.states[at] if self.states else "value"
        known = isfinite(self.numerators[at]) and isfinite(self.denominators[at])
        return given if given != "value" or known else "missing"

    def _check(self, at: int) -> None:
        over = self.limits == "proportion" and self.numerators[at] > self.denominators[at]
        if self.numerators[at] < 0 or self.denominators[at] <= 0 or over:
            figures = f"{self.numerators[at]:g} of {self.denominators[at]:g}"
            raise ChartError(f"{self.measure}, {self.names[at]}: {figures} cannot be.")

    @property
    def drawn(self) -> tuple[int, ...]:
        """Positions of the areas that have a figure."""
        return tuple(i for i, state in enumerate(self.states) if state == "value")

    @property
    def average(self) -> float:
        """All events over all sizes, of the areas drawn; NaN without any."""
        size = sum(self.denominators[i] for i in self.drawn)
        return sum(self.numerators[i] for i in self.drawn) / size if size else nan

    def rate(self, at: int) -> float:
        """The figure of one area, `per` so many; NaN without one."""
        return self.per * self.numerators[at] / self.denominators[at] if self.states[at] == "value" else nan

    def limit(self, size: float, z: float) -> tuple[float, float]:
        """Lower and upper limit for an area of this size, `z` standard errors from the average, `per` so many.

        Proportions: Wilson's score interval about the average. Rates: the same for a Poisson count (Public Health
        England, Technical Guide: Confidence Intervals, and the eastern region's funnel plot briefing).
        """
        p, n = self.average, size
        if self.limits == "proportion":
            middle, reach, whole = 2 * n * p + z * z, z * sqrt(z * z + 4 * n * p * (1 - p)), 2 * (n + z * z)
        else:
            middle, reach, whole = 2 * n * p + z * z, z * sqrt(z * z + 4 * n * p), 2 * n
        return self.per * (middle - reach) / whole, self.per * (middle + reach) / whole

    def meaning(self, at: int) -> Meaning:
        """Better or worse (higher or lower where no way is good) beyond the outer limit, else usual."""
        lower, upper = self.limit(self.denominators[at], Z_OUTER) if self.states[at] == "value" else (-inf, inf)
        rate = self.rate(at)
        if not (rate > upper or rate < lower):
            return "usual"
        high = rate > upper
        if self.improves == "neutral":
            return "higher" if high else "lower"
        return "better" if high == (self.improves == "up") else "worse"
