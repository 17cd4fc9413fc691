"""What an SPC chart says, apart from how it is drawn: figures, limits, meaning of each point, changes and notes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite, isinf, nan
from typing import Any, Protocol

from lineofsight.engine.charts.errors import ChartError
from lineofsight.engine.charts.ink import Figures, Meaning

MEANING_OF_POINT: dict[str, Meaning] = {
    "common": "usual",
    "improvement": "better",
    "concern": "worse",
    "neutral_high": "higher",
    "neutral_low": "lower",
}


class Limits(Protocol):
    """The part of an SPC result that a chart reads; arrays with one entry a point."""

    mean: Any
    lower: Any
    upper: Any
    point_type: Any
    cause: Any
    trial: Any


@dataclass(frozen=True)
class Note:
    """Something that happened, at the 0-based position of a period."""

    position: int
    text: str


@dataclass(frozen=True)
class Change:
    """A change of level: since which position (with the range that is likely), the level before and after."""

    since: int
    before: float
    after: float
    earliest: int | None = None
    latest: int | None = None


@dataclass(frozen=True)
class SpcChart:
    """One series with its limits. Every sequence has one entry a period, oldest first, or is empty for "not known".

    `values` has NaN for a gap; `states` says why (a gap with no state is "missing"). A period whose state is not
    "value" is never drawn and never in the table, whatever `values` holds. `breaks` are the positions where limits start
    anew, `provisional` those that may still change. `unit` is "%", "£" or "" (put words such as "per 10,000 children"
    in `axis`). `title` is the message, `subtitle` what, where and when. Raises `ChartError` when the parts do not fit.
    """

    title: str
    measure: str
    periods: tuple[str, ...]
    values: tuple[float, ...]
    subtitle: str = ""
    unit: str = ""
    axis: str = ""
    states: tuple[Figures, ...] = ()
    meanings: tuple[Meaning, ...] = ()
    causes: tuple[str, ...] = ()
    mean: tuple[float, ...] = ()
    lower: tuple[float, ...] = ()
    upper: tuple[float, ...] = ()
    numerators: tuple[float, ...] = ()
    denominators: tuple[float, ...] = ()
    target: float | None = None
    trial: bool = False
    breaks: tuple[int, ...] = ()
    provisional: tuple[int, ...] = ()
    notes: tuple[Note, ...] = ()
    change: Change | None = None
    from_zero: bool | None = None
    decimals: int | None = None
    neutral: bool = False

    def __post_init__(self) -> None:
        """Fill in what was left empty, hide what has no value, and check that the parts fit."""
        count = len(self.periods)
        if count == 0:
            raise ChartError(f"{self.measure}: there is no period to draw.")
        for name, part in self._parts():
            if part and len(part) != count:
                raise ChartError(f"{self.measure}: {count} periods but {len(part)} {name}.")
        if any(isinf(value) for value in self.values):
            raise ChartError(f"{self.measure}: a value is infinite.")
        self._check_positions(count)
        self._hide_what_has_no_value(count)

    def _parts(self) -> list[tuple[str, Sequence[object]]]:
        names = ("states", "meanings", "causes", "mean", "lower", "upper", "numerators", "denominators")
        return [("values", self.values or (None,) * (len(self.periods) + 1)), *((n, getattr(self, n)) for n in names)]

    def _check_positions(self, count: int) -> None:
        changes = [p for p in self._change_positions() if p is not None]
        positions = [*self.breaks, *self.provisional, *(note.position for note in self.notes), *changes]
        outside = [p for p in positions if not 0 <= p < count]
        if outside:
            raise ChartError(f"{self.measure}: position {outside[0]} is outside the {count} periods.")

    def _change_positions(self) -> tuple[int | None, ...]:
        change = self.change
        return (change.since, change.earliest, change.latest) if change else ()

    def _hide_what_has_no_value(self, count: int) -> None:
        given = self.states or ("value",) * count
        states = tuple("missing" if s == "value" and v != v else s for s, v in zip(given, self.values, strict=True))
        shown = tuple(state == "value" for state in states)
        object.__setattr__(self, "states", states)
        object.__setattr__(self, "meanings", self.meanings or ("usual",) * count)
        for name in ("values", "numerators", "denominators"):
            part = getattr(self, name)
            kept = tuple(v if ok else nan for v, ok in zip(part, shown, strict=True)) if part else ()
            object.__setattr__(self, name, kept)

    @property
    def lowest_limit(self) -> float:
        """The newest lower limit, but not below zero where no figure is; NaN without one."""
        limit = self.lower[-1] if self.lower else nan
        negative = any(value < 0 for value in self.values)
        return limit if negative or limit != limit else max(limit, 0.0)

    @property
    def latest(self) -> int | None:
        """Position of the newest period with a figure, None without any."""
        return next((i for i in reversed(range(len(self.values))) if isfinite(self.values[i])), None)


def spc_chart(
    values: Sequence[float], limits: Limits, *, title: str, measure: str, periods: Sequence[str], **more: Any
) -> SpcChart:
    """The chart of a series and the result of `engine.spc` on it.

    `limits` needs `mean lower upper point_type cause trial`, one entry a point. `more` is any other field of
    `SpcChart`; fields given there win over those of the result.
    """
    trial = limits.trial
    chart = SpcChart(
        title=title,
        measure=measure,
        periods=tuple(periods),
        values=_floats(values),
        mean=_floats(limits.mean),
        lower=_floats(limits.lower),
        upper=_floats(limits.upper),
        meanings=tuple(MEANING_OF_POINT[str(kind)] for kind in limits.point_type),
        causes=tuple(str(cause) for cause in limits.cause),
        trial=bool(trial[-1]) if hasattr(trial, "__len__") else bool(trial),
    )
    return replace(chart, **more) if more else chart


def _floats(values: Sequence[float]) -> tuple[float, ...]:
    return tuple(float(value) for value in values)
