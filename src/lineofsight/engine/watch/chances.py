"""How often chance alone would show as much."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lineofsight.engine.watch.evidence import Evidence
from lineofsight.engine.watch.panel import Columns, Numbers, Options
from lineofsight.engine.watch.thresholds import HORIZON, false_alarm_36, p_value

MONTHS_IN_A_YEAR = 12


@dataclass(frozen=True)
class Chances:
    """Per series of a chunk (whole lanes); see Scan."""

    p_value: Numbers
    chance_in_months: Numbers
    false_chance: Numbers


def chances(
    found: Evidence, chunk: Columns, options: Options, kind: str, needed: Numbers, returned: NDArray[np.bool_]
) -> Chances:
    """The chances behind this evidence and behind the threshold; twice as great where both directions are watched."""
    monitored = np.maximum(chunk.points - chunk.baseline, 0)
    ways = 2 if options.concern == "both" else 1
    single = ways * p_value(found.rank, chunk.baseline, monitored, kind, ranked=True)
    ever = 1 - (1 - false_alarm_36(found.log, chunk.baseline, monitored, kind)) ** ways
    false = ways * p_value(np.broadcast_to(needed, found.log.shape), chunk.baseline, monitored, kind)
    with np.errstate(divide="ignore"):
        periods = HORIZON / -np.log1p(-np.minimum(ever, 1.0))
    p = np.where(returned, 1.0, np.minimum(single, 1.0))
    return Chances(p, periods * MONTHS_IN_A_YEAR / options.period, np.minimum(false, 1.0))
