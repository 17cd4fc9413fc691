"""Which changes become a warning, how those with one cause are grouped, and what is then said. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from lineofsight.sources.dashboard.rules import periods, words

TIERS = ("", "watch", "alert", "priority")
MISS_WITHIN_MONTHS = 6.0
SURE_TO_MEET = 0.2


@dataclass(frozen=True, slots=True)
class Standing:
    """One series on which something stands: whose, of what, and whether it is the whole of everybody together.

    `is_alone`: the newest figure alone stands out, so that nothing can be said to last.
    """

    series: int
    measure: str
    name: str
    breakdown: str
    organisation: str
    organisation_name: str
    area: str
    is_whole: bool
    period: date
    period_type: str
    value: float | None
    tier: str
    rank: float
    since: date | None
    sentence: str
    is_early: bool = False
    is_alone: bool = False

    @property
    def key(self) -> str:
        """What a warning about it is known by: the districts, the county and the agencies of one measure share one."""
        return f"signal:{self.measure}" + (f":{self.breakdown}" if self.breakdown else "")

    @property
    def place(self) -> str:
        """Whose figure it is, in words."""
        return ", ".join(part for part in (self.organisation_name, "" if self.is_whole else self.area) if part)


def qualifies(one: Standing) -> bool:
    """The whole of everybody together from alert on; any part only where it stands out among all series.

    A hundred parts at the rate of an alert would list several by chance alone every month. Of the whole with too few figures
    to be watched in full (`is_early`), what little can be said counts too: quarters take six years to become enough.
    """
    if one.is_whole and not one.organisation:
        return one.tier in {"alert", "priority"} or (one.is_early and not one.breakdown)
    return one.tier == "priority"


@dataclass(frozen=True, slots=True)
class Grouped:
    """All that stands on one measure, most concerning first."""

    key: str
    held: tuple[Standing, ...]

    @property
    def lead(self) -> Standing:
        """The whole where it stands there, else the most concerning part."""
        return next((one for one in self.held if one.is_whole and not one.organisation), self.held[0])

    @property
    def tier(self) -> str:
        """The highest tier of all."""
        return max((one.tier for one in self.held), key=TIERS.index)

    @property
    def rank(self) -> float:
        """The rank of the most concerning; a change in several places goes a little before one in a single place."""
        return round(max(one.rank for one in self.held) + min(len(self.held), 40) / 400, 6)

    @property
    def organisations(self) -> frozenset[str]:
        """The organisations whose own figures are concerned."""
        return frozenset(one.organisation for one in self.held if one.organisation)


def grouped(found: Iterable[Standing]) -> list[Grouped]:
    """One group for each measure and breakdown, most concerning first."""
    groups: dict[str, list[Standing]] = {}
    for one in found:
        if qualifies(one):
            groups.setdefault(one.key, []).append(one)
    made = [Grouped(key, tuple(sorted(held, key=lambda one: (-one.rank, one.series)))) for key, held in groups.items()]
    return sorted(made, key=lambda group: (-group.rank, group.key))


def sentence_of(group: Grouped) -> str:
    """The lead's sentence, and in which other places the same stands."""
    lead = group.lead
    said = lead.sentence if lead.is_whole and not lead.organisation else f"{lead.place}. {lead.sentence}"
    others = _other_places(group)
    if not others:
        return said
    more = f" and {len(others) - 4} more" if len(others) > 4 else ""
    return f"{said} The same stands out in {words.listed(others[:4]) if not more else ', '.join(others[:4])}{more}."


def _other_places(group: Grouped) -> list[str]:
    """Areas and organisations beside the lead's, each once; an only organisation is named by the warning itself."""
    places: dict[str, None] = {}
    for one in group.held:
        if one is group.lead:
            continue
        if not one.is_whole:
            places[one.area] = None
        elif len(group.organisations) > 1:
            places[one.organisation_name] = None
    return [place for place in places if place and place != group.lead.area]


def title_of(group: Grouped, *, way: str) -> str:
    """The warning's name: what, which way, since when; of few figures, that it is no more than a first sign."""
    lead = group.lead
    way = f"perhaps {way}" if lead.is_early else way
    split = f" ({words.split(lead.breakdown)})" if lead.breakdown else ""
    since = f" since about {periods.label(lead.since, lead.period_type)}" if lead.since else ""
    if lead.is_alone:
        since = f" in {periods.label(lead.period, lead.period_type)}"
    where = "" if lead.is_whole and not lead.organisation else f", {lead.place}"
    return f"{lead.name}{split}{where}: {way}{since}"


def returns(*, since: date | None, closed_on: date, tier: str, tier_then: str) -> bool:
    """Whether what was closed comes back: a change that began after it was closed, or one that grew."""
    grew = TIERS.index(tier) > TIERS.index(tier_then if tier_then in TIERS else "")
    return grew or (since is not None and since > closed_on)


def about_to_miss(
    *, value: float | None, target: float | None, improves: str, p_miss: float | None, months: float | None
) -> bool:
    """A target that is met now, reliably, and that the present path crosses within six months."""
    if value is None or target is None or p_miss is None or months is None or improves == "neutral":
        return False
    met = value >= target if improves == "up" else value <= target
    return met and p_miss <= SURE_TO_MEET and 0 < months <= MISS_WITHIN_MONTHS


def room_for(waiting: Sequence[Grouped], *, listed: int, longest: int) -> int:
    """How many of those waiting fit on the list."""
    return max(min(len(waiting), longest - listed), 0)
