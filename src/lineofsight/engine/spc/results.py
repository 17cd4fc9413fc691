"""What a chart is: plain frozen records of arrays."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from lineofsight.engine.spc.averages import Bools, Floats
from lineofsight.engine.spc.labels import Codes, Words, cause_tuples, cause_words, point_types
from lineofsight.engine.spc.rules import Bits

Texts = npt.NDArray[np.str_]


@dataclass(frozen=True)
class Xmr:
    """The XmR chart of one series. Arrays have one entry a period; `variation` and `assurance` are the two icons.

    `cause`: the first cause by precedence, "" for none. `causes`: a tuple of all that fired. `point_type`: "common",
    "improvement", "concern", "neutral_high" or "neutral_low". `trial`: True where the segment has under 13 points.
    """

    mean: Floats
    lower: Floats
    upper: Floats
    near_lower: Floats
    near_upper: Floats
    cause: Texts
    causes: Words
    point_type: Texts
    variation: str
    assurance: str | None
    trial: Bools


@dataclass(frozen=True)
class XmrMany:
    """The XmR charts of many series: the fields of `Xmr` with a leading axis of series.

    The lines may be read-only views that repeat one number along a series. `cause`, `causes` and `point_type` are
    arrays of Python strings (and tuples) made when first asked for; until then a point takes two bytes: `labels` and
    `rules`, bit k for cause k in order of precedence. `signs`: 1, 0 or -1 as a rise is better, neither or worse.
    """

    mean: Floats
    lower: Floats
    upper: Floats
    near_lower: Floats
    near_upper: Floats
    variation: Words
    assurance: Words
    trial: Bools
    labels: Bits
    rules: Bits
    signs: Codes

    @cached_property
    def cause(self) -> Words:
        """The first cause by precedence at each point, "" for none."""
        return cause_words(self.labels)

    @cached_property
    def causes(self) -> Words:
        """A tuple of all causes that fired at each point, in order of precedence."""
        return cause_tuples(self.labels, self.rules)

    @cached_property
    def point_type(self) -> Words:
        """Common, improvement, concern, neutral_high or neutral_low at each point."""
        return point_types(self.labels, self.signs[:, np.newaxis])

    def series(self, place: int) -> Xmr:
        """The chart of one series on its own."""
        labels, rules = self.labels[place], self.rules[place]
        return Xmr(
            mean=self.mean[place].copy(),
            lower=self.lower[place].copy(),
            upper=self.upper[place].copy(),
            near_lower=self.near_lower[place].copy(),
            near_upper=self.near_upper[place].copy(),
            cause=cause_words(labels).astype(str),
            causes=cause_tuples(labels, rules),
            point_type=point_types(labels, self.signs[place]).astype(str),
            variation=self.variation[place],
            assurance=self.assurance[place],
            trial=self.trial[place].copy(),
        )


@dataclass(frozen=True)
class Chart:
    """A control chart or run chart, one entry a point; NaN where the kind has no such line.

    `y`: what is drawn. `lower` and `upper` are at three standard deviations, `lower95` and `upper95` at two.
    `sigma_signal`: the point lies outside `lower` or `upper`. `runs_signal`: its part has too long a run on one side of
    the centre, or crosses it too seldom (Anhøj); `longest_run`, `longest_run_max`, `crossings` and `crossings_min` are
    the figures behind it, the same for all points of a part.
    """

    y: Floats
    centre: Floats
    lower: Floats
    upper: Floats
    lower95: Floats
    upper95: Floats
    sigma_signal: Bools
    runs_signal: Bools
    longest_run: Floats
    longest_run_max: Floats
    crossings: Floats
    crossings_min: Floats
