"""What the made-up figures are made of: usual levels, how many children or events are behind them, and what changes when.

Every level is invented. They are chosen to be of a likely size, so that a person who knows the field is not distracted.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from lineofsight.config.demo import places

POPULATIONS: Final = {"0-17": 300_000, "0-14": 252_000, "10-24": 270_000, "10-17": 138_000}
SHARES: Final = (0.071, 0.083, 0.094, 0.062, 0.088, 0.101, 0.112, 0.079, 0.068, 0.084, 0.091, 0.067)
"""The districts' shares of the county's children, in the order of `places`."""


@dataclass(frozen=True, slots=True)
class Level:
    """`usual`: in the measure's unit. `behind`: how many children or events a period it is counted out of (0: none)."""

    usual: float
    behind: float = 0.0


def _levels(text: str) -> dict[str, Level]:
    rows = (row.split() for row in text.split(","))
    return {code: Level(float(usual), float(behind[0]) if behind else 0.0) for code, usual, *behind in rows}


COUNCIL: Final = _levels(
    "m01 2900, m02 28 2900, m03 95.5 820, m04 82, m05 21 2460, m06 24 2460, m08 88 760, m09 27 2280, m11 82 640,"
    "m12 21.3, m13 36 640, m14 91 72, m15 74 1150, m16 79 190, m17 44, m19a 22 215, m19b 9.5 215, m20a 2.6 1320,"
    "m20b 4 205, m21 95.5 1010, m22 88 2600, m23 315, m24 31 9450, m25 2.9, m26a 58, m26b 53, m28 17 1740, m29 420,"
    "m30a 330, m30b 9 1760, m31a 93 140, m31b 79 140, m32 90 510, m33a 14 520, m33c 12 480, m34 17.2 395, m35a 150,"
    "m35b 84 130, m36a 9, m36b 80 9, m37a 3900, m37b 7 4400, m37c 24 4400, m38 78 95, m64b 82 45, m65a 20.5 11800,"
    "m65b 2.3 11800, m66a 4.1 11800, m66b 0.08 11800, m67 2900, m68a 340, m68b 76 120, r01 71 160, r07 64 75, r09 13 190"
)
POLICE: Final = _levels(
    "m39 2100, m40a 96 2100, m40b 92 2100, m41a 1450, m41b 980, m42 94 420, m43 11, m44 6.8, m45 11 130, m46a 210,"
    "m47 310, m48 9, m49a 24, m49b 2, r05 19 1900"
)
BOARD: Final = _levels("m50 24, m51 95, m52 62, m62a 7, m62b 1.2, m63a 24, m63b 41 22, m72b 1.1")
HOSPITAL: Final = _levels("m54a 1450, m54b 62, m55 94 5200, m56 83 24, m64a 21, m61 91 3200")
COMMUNITY: Final = _levels(
    "m57 62 95, m58a 91 1150, m58b 74 1150, m58c 88 1150, m59a 87 790, m59b 82 760, m60 8.4 3100, m61 93 1900, r06 66 21"
)
MENTAL_HEALTH: Final = _levels("m53a 71 610, m53b 66 480, r02 58 120, r03 13.5 120, r04 240, r08 57 110, m61 92 1400")
TEAM: Final = _levels("m75a 620, m75b 81 765, m75c 4.3 210, m75d 12, m75e 93 26, m75f 14 85, m75g 88 16, r10 74 60")

EDUCATION: Final = ("Westmarch Schools Forum", "Westmarch Colleges", "Westmarch Early Years Network")
SUPPLIES: Final[Mapping[str, Mapping[str, Level]]] = {
    "Westmarch County Council": COUNCIL,
    "Westmarch Police": POLICE,
    "NHS Westmarch Integrated Care Board": BOARD,
    "Westmarch Hospitals NHS Trust": HOSPITAL,
    "East Westmarch Hospitals NHS Trust": HOSPITAL,
    "Westmarch Community Health NHS Trust": COMMUNITY,
    "Westmarch Mental Health NHS Trust": MENTAL_HEALTH,
    "Marches Ambulance Service": _levels("m61 90 2100"),
    **dict.fromkeys(EDUCATION, _levels("m69a 88 190, m69b 71 100")),
    "Westmarch Youth Justice Service": _levels("m70 40, m71 62 60, m72a 22"),
    "Westmarch Probation": _levels("m73 86 210"),
    **{
        name: _levels("m74a 3, m74b 14, m74c 93 260")
        for name, kind, _ in places.WESTMARCH.organisations
        if kind == "district"
    },
    places.WESTMARCH_TEAM: TEAM,
}
"""What each organisation supplies, by its name. Westmarch Voluntary Action takes part and owns no measure."""

BY_DISTRICT: Final = frozenset({"m01", "m04", "m08", "m12", "m17", "m31b", "m39", "m46a"})
SEASON: Final = {"m01": 0.02, "m46a": 0.04, "m54a": 0.03, "m50": 0.05}
"""How far the height of the year stands above its mean."""

Change = Callable[[date, str], float]
"""What is added to a share (in points) or multiplies a count in a period of a district."""


def _months(start: date, day: date) -> int:
    return max(12 * (day.year - start.year) + day.month - start.month + 1, 0)


def _slow_decline(day: date, district: str) -> float:
    worst = district in {"Greyport", "Fenwick", "Kingsmoor"}
    return -_months(date(2026, 3, 1), day) * (3.1 if worst else 1.5)


def _counted_otherwise(day: date, _: str) -> float:
    return -9.0 if day >= date(2026, 4, 1) else 0.0


def _fell_and_came_back(day: date, _: str) -> float:
    return -8.5 if date(2025, 7, 1) <= day < date(2026, 1, 1) else 0.0


def _fell_twice(day: date, _: str) -> float:
    if day >= date(2026, 7, 1):
        return -4.2
    return -2.4 if date(2025, 10, 1) <= day < date(2026, 3, 1) else 0.0


def _newly_slower(day: date, _: str) -> float:
    return -2.6 if day >= date(2026, 7, 1) else 0.0


CHANGES: Final[Mapping[str, Change]] = {
    "m31b": _slow_decline,
    "m22": _counted_otherwise,
    "m42": _fell_and_came_back,
    "m03": _fell_twice,
    "m40a": _newly_slower,
}
