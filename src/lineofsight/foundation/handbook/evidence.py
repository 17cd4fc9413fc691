"""What the record itself supplies for an indicator. The framework names its queries; rooms say how each is worked out.

register("impact-checks-passed", Calculation(way="share", items=checked, noun=("impact check", "impact checks"), …))

A query that no room works out stays a question: its page says so. Call `register` in a room's `AppConfig.ready`; the same
code replaces, so a room that knows better takes over.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lineofsight.engine.framework import Framework
from lineofsight.engine.framework.purpose import Indicator
from lineofsight.foundation.partnership.queries import Here

Way = Literal["share", "open", "days", "age", "count"]
_CALCULATIONS: dict[str, "Calculation"] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """For whom and for what: the reader, the framework, the indicator, and the days between which rows matter."""

    here: Here
    framework: Framework
    indicator: Indicator
    since: date
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One row behind a figure. `began`: it counts from then; `met`: when what is asked for happened; `ended`: it counts no more."""

    text: str
    began: date
    url: str = ""
    met: date | None = None
    ended: date | None = None
    agency: str = ""
    standing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculation:
    """How a query is worked out from its rows.

    way: `share`: how many of those that began in the 24 months before met it; `open`: how many began and have not ended;
    `days`: the median from begun to met, of those met in the 12 months before; `age`: the median days since they began,
    of those that have not ended; `count`: how many began in the 12 months before.
    items: every row that the person may read and that can count on a day between `since` and `on`.
    noun: one and many. happened: what `met` means, after "are" ("embedded"). by: what the newest figure is split by.
    note: what a reader must know to read it right.
    """

    way: Way
    items: Callable[[Asked], Iterable[Item]]
    noun: tuple[str, str]
    happened: str = ""
    by: Literal["", "agency", "standing"] = ""
    note: str = ""


def register(code: str, calculation: Calculation) -> None:
    """This works out the framework's query with this code, in every framework that has it."""
    _CALCULATIONS[code] = calculation


def calculation_of(code: str) -> Calculation | None:
    """How the query is worked out, or None when no room does."""
    return _CALCULATIONS.get(code)
