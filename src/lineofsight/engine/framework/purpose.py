"""What a framework sets out in its own words: aims, principles, tiers, tools, groups, feedback and indicators."""

from dataclasses import dataclass, field
from datetime import date

from lineofsight.engine.framework.marks import Entry, one_of, refers_to, verbatim


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """The framework as a whole. `guidance` names the national guidance it was written under; the `*_scale` fields say
    which scale each kind of judgement uses."""

    code: str
    name: str
    short_name: str
    partnership_name: str
    partnership_short_name: str
    edition: str
    counts_from: date
    guidance: str
    guidance_now: str
    rating_scale: str = refers_to("scales")
    extent_scale: str = refers_to("scales")
    strength_scale: str = refers_to("scales")
    coverage_scale: str = refers_to("scales")
    confidence_scale: str = refers_to("scales")
    direction_scale: str = refers_to("scales")
    likelihood_scale: str = refers_to("scales")
    impact_scale: str = refers_to("scales")
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an entry comes from. `kind` says how much it binds."""

    number: int
    code: str
    name: str
    edition: str
    kind: str = one_of("framework", "law", "guidance", "inspectorate", "statistics", "practice", "product")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """How the partnership names something that the product prints, such as “KSCMP Annual Report”."""

    number: int
    code: str
    name: str
    source: str = refers_to("sources")


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective(Entry):
    """A main objective."""

    name: str = verbatim()


@dataclass(frozen=True, slots=True, kw_only=True)
class Principle(Entry):
    """A guiding principle: one word and its explanation."""

    name: str = verbatim()
    text: str = verbatim()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier(Entry):
    """A level of scrutiny. `line` is the line of defence (1 to 3); `gives` the understanding that it should provide."""

    name: str = verbatim()
    short_name: str = verbatim()
    line: int
    gives: str = verbatim(default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Entry):
    """A group, team or office with its remit. `route_rank` is its place in a route, lowest first; 0: never a stop.

    `by_three_partners` says that this group signs off by each safeguarding partner separately.
    """

    name: str = verbatim()
    short_name: str
    remit: str = verbatim()
    duties: tuple[str, ...] = verbatim(default=())
    also_called: tuple[str, ...] = ()
    route_rank: int = 0
    by_three_partners: bool = False
    many: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SubGroup(Entry):
    """A sub-group to begin with; `shared_with` names another partnership that it also belongs to."""

    name: str
    shared_with: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool(Entry):
    """A tool of scrutiny and assurance. `where_reported` is the document's wording; `route` the groups in order.

    `cycle_months` is None where it comes as it comes. `feeds` are tools that this one flows into, in place of a group.
    `fed_by` says who supplies it. `restricted` keeps it to those who must see it. `independence` tells inside from
    outside, whatever the tier.
    """

    name: str = verbatim()
    tier: str = refers_to("tiers")
    where_reported: str = verbatim()
    route: tuple[str, ...] = refers_to("groups", default=())
    route_note: str = ""
    feeds: tuple[str, ...] = refers_to("tools", default=())
    fed_by: tuple[str, ...] = one_of("agencies", "business-team", "saa", "sub-groups", "scrutineer")
    cycle: str
    cycle_months: int | None = None
    section: str = one_of("data", "reviews", "risks", "plan", "reports")
    independence: str = one_of("internal", "external")
    restricted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackTopic(Entry):
    """A topic that each sub-group reports on; `prompt` is the question on the form."""

    text: str = verbatim()
    prompt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackChannel(Entry):
    """A way that a sub-group's feedback travels, with the group that receives it."""

    text: str = verbatim()
    name: str
    to_group: str = refers_to("groups")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRating:
    """One judgement that an indicator asks for."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Entry):
    """A key indicator. `evidence` are codes of `evidence_queries`; most have one rating, some ask two questions."""

    text: str = verbatim()
    short_name: str
    tier: str = refers_to("tiers")
    objectives: tuple[str, ...] = refers_to("objectives")
    evidence: tuple[str, ...] = refers_to("evidence_queries")
    ratings: tuple[IndicatorRating, ...] = field(default=(IndicatorRating(code="extent", name="Extent"),))


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceQuery(Entry):
    """A figure that the record itself can supply for an indicator."""

    name: str
    unit: str = one_of("count", "percent", "days", "money", "list")
