"""Made-up figures: the same every time, counts that scatter as counts do, and shares that never leave 0 to 100."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, pi
from zlib import crc32

import numpy as np

from lineofsight.config.demo.levels import BY_DISTRICT, CHANGES, POPULATIONS, SEASON, SHARES, Level
from lineofsight.sources.dashboard.changes.figures import Figure
from lineofsight.sources.dashboard.models import MeasureVersion, Observation

SEED = 20261021
STEADY = 0.02
"""How far stocks and averages move from one period to the next, as a share of their level."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where figures are about: the row of the area, its name, and its share of the county."""

    area: int
    name: str
    share: float


@dataclass(frozen=True, slots=True)
class Asked:
    """One measure of one organisation. `main`: the area of its own figure; `parts`: the districts, none for one of them."""

    code: str
    version: MeasureVersion
    level: Level
    organisation: str
    main: Place
    parts: tuple[Place, ...]


def figures_of(asked: Asked, periods: Sequence[date]) -> list[Figure]:
    """The organisation's figures of the measure in these periods: the whole, and its districts where it is split so."""
    found = []
    for period in periods:
        parts = [_pair(asked, place, period) for place in asked.parts or (asked.main,)]
        whole = (sum(top for top, _ in parts), sum(out_of for _, out_of in parts))
        found.append(_figure(asked, asked.main, period, whole))
        if asked.parts and asked.code in BY_DISTRICT:
            found += [_figure(asked, place, period, pair) for place, pair in zip(asked.parts, parts, strict=True)]
    return found


def _pair(asked: Asked, place: Place, period: date) -> tuple[float, float]:
    """The number and what it is out of (0 where there is nothing)."""
    version, draw = asked.version, _rng(asked.code, asked.organisation, place.name, period)
    change = CHANGES[asked.code](period, place.name) if asked.code in CHANGES else 0.0
    usual = asked.level.usual * _season(asked.code, period)
    out_of = _out_of(asked, place, period)
    if version.family == "binomial":
        share = min(max((usual + change) / 100, 0.0), 1.0)
        return float(draw.binomial(int(out_of), share)), out_of
    expected = usual * (out_of / version.multiplier if out_of else place.share)
    if version.family == "poisson":
        return float(draw.poisson(expected)), out_of
    return float(max(round(expected * (1 + draw.normal(0.0, STEADY))), 0)), out_of


def _out_of(asked: Asked, place: Place, period: date) -> float:
    version = asked.version
    if version.population:
        grown = 1 + 0.004 * (period.year - 2023)
        return float(round(POPULATIONS[version.population] * place.share * grown))
    if not version.denominator:
        return 0.0
    # What is out of the same thing is out of the same number.
    draw = _rng(version.denominator, asked.organisation, place.name, period)
    return float(max(draw.poisson(asked.level.behind * place.share), 1))


def _season(code: str, period: date) -> float:
    return 1 + SEASON.get(code, 0.0) * cos(2 * pi * (period.month - 3) / 12)


def _figure(asked: Asked, place: Place, period: date, pair: tuple[float, float]) -> Figure:
    top, out_of = pair
    has_out_of = bool(asked.version.denominator)
    value = round(asked.version.multiplier * top / out_of, 10) if has_out_of else top
    facts = {"measure": asked.code, "area": place.area, "period": period}
    if place is not asked.main and _is_hidden(asked, place, period, top):
        return Figure(**facts, value=None, state=Observation.State.SUPPRESSED)  # type: ignore[arg-type]
    return Figure(**facts, value=value, numerator=top, denominator=out_of if has_out_of else None)  # type: ignore[arg-type]


def _is_hidden(asked: Asked, place: Place, period: date, top: float) -> bool:
    """A supplier hides small numbers here and there."""
    return 0 < top < 5 and crc32(f"{asked.code}{place.name}{period}".encode()) % 4 == 0


def _rng(*names: object) -> np.random.Generator:
    return np.random.default_rng([SEED, *(crc32(str(name).encode()) for name in names)])


def share_of(district: int) -> float:
    """The share of the county's children in a district, by its place in the list."""
    return SHARES[district]
