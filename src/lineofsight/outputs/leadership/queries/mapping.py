"""The assurance map: what must be sure against the lines of defence, as it stood on a day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Min

from lineofsight.cycle.products import rules as product_rules
from lineofsight.cycle.products.models import Move, Product, Rating, Tag
from lineofsight.cycle.products.queries import visible
from lineofsight.engine.clocks import add_months
from lineofsight.engine.framework import Framework
from lineofsight.foundation.handbook.queries import framework_of
from lineofsight.foundation.partnership.models import Participation
from lineofsight.foundation.partnership.queries import Here, covered_on
from lineofsight.outputs.assurance.rules import NOT_RATED, Said, freshness, grade, grade_name
from lineofsight.outputs.leadership.queries.judgements import end_of

SECTIONS: Final = ("objectives", "priorities", "indicators")
USUAL_MONTHS = 12
ALL: Final = "*"
"""Instead of keys: every agency, or every district."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One product as evidence on a day: what it says, when, how fresh, and whom and where it covers."""

    product: Product
    tool: str
    tool_name: str
    line: int
    is_external: bool
    said: Said
    direction: str
    on: date
    fresh: Said
    in_date: bool
    agencies: frozenset[Any]
    areas: frozenset[Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one line says of one row: its newest source, and how many there are."""

    line: int
    sources: tuple[Source, ...]

    @property
    def newest(self) -> Source | None:
        """The newest source; None for a gap."""
        return self.sources[0] if self.sources else None


@dataclass(frozen=True, slots=True)
class Row:
    """Something that must be sure, with a cell for each line."""

    section: str
    code: str
    name: str
    cells: tuple[Cell, ...]

    @property
    def sources(self) -> list[Source]:
        """Every source, the newest first."""
        found = [one for cell in self.cells for one in cell.sources]
        return sorted(found, key=lambda one: one.on, reverse=True)

    @property
    def in_date(self) -> list[Source]:
        """Those that have not grown old."""
        return [one for one in self.sources if one.in_date]


def lines_of(framework: Framework) -> list[tuple[int, str]]:
    """The lines of defence with the tiers that they are, first to last."""
    names: dict[int, list[str]] = defaultdict(list)
    for tier in framework.tiers:
        names[tier.line].append(tier.short_name)
    return [(line, " and ".join(held)) for line, held in sorted(names.items())]


def sources_on(here: Here, framework: Framework, *, on: date) -> dict[Any, Source]:
    """Every tagged product that was evidence by the day, by its key; six queries."""
    tools = {tool.code: tool for tool in framework.tools}
    lines = {tier.code: tier.line for tier in framework.tiers}
    tagged = Tag.objects.filter(section__in=SECTIONS).values("product")
    seen = visible(here).exclude(stage="stopped").filter(tool__in=tools, pk__in=tagged)
    products = {row.pk: row for row in seen.select_related("framework").defer("framework__content")}
    ratings = _ratings(seen, on=on)
    agreed = _agreed(framework, seen, on=on)
    covers = _coverage([row.pk for row in ratings.values()])
    found = {}
    for key, product in products.items():
        rating, tool = ratings.get(key), tools[product.tool]
        day = rating.rated_on if rating else agreed.get(key)
        if day is None:
            continue
        until = rating.next_review_on if rating else add_months(day, tool.cycle_months or USUAL_MONTHS)
        book = framework_of(product.framework)
        agencies, areas = covers[rating.pk] if rating else (frozenset(), frozenset())
        own = frozenset({product.organisation_id}) if product.organisation_id else frozenset({ALL})
        found[key] = Source(
            product=product, tool=product.tool, tool_name=tool.name, line=lines[tool.tier],
            is_external=tool.independence == "external",
            said=grade(book, rating.grade) if rating else NOT_RATED,
            direction=grade_name(book, book.meta.direction_scale, rating.direction) if rating else "",
            on=day, fresh=freshness(rated_on=day, next_review_on=until, today=on), in_date=until >= on,
            agencies=agencies or own, areas=areas or frozenset({ALL}),
        )  # fmt: skip
    return found


def _ratings(seen: Any, *, on: date) -> dict[Any, Rating]:
    rows = Rating.objects.filter(product__in=seen, rated_on__lte=on, at__lt=end_of(on)).order_by("rated_on", "pk")
    return {row.product_id: row for row in rows}


def _agreed(framework: Framework, seen: Any, *, on: date) -> dict[Any, date]:
    states = product_rules.settled_states(framework)
    rows = Move.objects.filter(product__in=seen, to_state__in=states, at__lt=end_of(on)).order_by()
    return {key: product_rules.london_day(at) for key, at in rows.values_list("product").annotate(Min("at"))}


def _coverage(ratings: Sequence[int]) -> Mapping[int, tuple[frozenset[Any], frozenset[Any]]]:
    """The agencies and the districts that each rating names."""
    found: dict[int, tuple[set[Any], set[Any]]] = defaultdict(lambda: (set(), set()))
    for position, field in enumerate(("organisations", "areas")):
        through = getattr(Rating, field).through.objects
        key = "organisation_id" if field == "organisations" else "area_id"
        for rating, one in through.filter(rating__in=ratings).values_list("rating_id", key):
            found[rating][position].add(one)
    frozen: dict[int, tuple[frozenset[Any], frozenset[Any]]] = defaultdict(lambda: (frozenset(), frozenset()))
    frozen.update({key: (frozenset(bodies), frozenset(places)) for key, (bodies, places) in found.items()})
    return frozen


def rows_on(here: Here, framework: Framework, section: str, *, on: date) -> list[Row]:
    """A row for each entry of the section. An objective also rests on what is tagged with its indicators; seven queries."""
    sources = sources_on(here, framework, on=on)
    tags: dict[tuple[str, str], set[Any]] = defaultdict(set)
    wanted = Tag.objects.filter(section__in=SECTIONS, product__in=list(sources))
    for name, code, key in wanted.values_list("section", "code", "product"):
        tags[name, code].add(key)
    lines = [line for line, _ in lines_of(framework)]
    return [
        _row(section, entry, lines, [sources[key] for key in _keys(framework, tags, section, entry.code)])
        for entry in getattr(framework, section)
    ]


def _keys(framework: Framework, tags: Mapping[tuple[str, str], set[Any]], section: str, code: str) -> set[Any]:
    own = set(tags.get((section, code), ()))
    if section == "objectives":
        for one in framework.indicators:
            if code in one.objectives:
                own |= tags.get(("indicators", one.code), set())
    return own


def _row(section: str, entry: Any, lines: Sequence[int], sources: Iterable[Source]) -> Row:
    ordered = sorted(sources, key=lambda one: (one.on, str(one.product.pk)), reverse=True)
    cells = tuple(Cell(line, tuple(one for one in ordered if one.line == line)) for line in lines)
    return Row(section, entry.code, name_of(entry), cells)


def name_of(entry: Any) -> str:
    """What an entry of the framework is called."""
    return str(getattr(entry, "short_name", "") or getattr(entry, "name", "") or entry.text)


def agencies_on(here: Here, *, on: date) -> dict[Any, str]:
    """The agencies that take part on the day; one query."""
    rows: Any = Participation.objects.for_partnership(here.partnership)
    held = rows.on(on).exclude(part__in=["team", "guest"]).select_related("organisation")
    return {one.organisation_id: one.organisation.name for one in held.order_by("organisation__name")}


def districts_on(here: Here, *, on: date) -> dict[Any, str]:
    """The districts that the partnership covers on the day, or its whole area where it has none; one query."""
    rows = list(covered_on(here.partnership, on).select_related("area").order_by("area__name"))
    inner = [one for one in rows if one.area.parent_id]
    return {one.area_id: one.area.name for one in inner or rows}


def covered(sources: Iterable[Source], everyone: Mapping[Any, str], *, of: str) -> tuple[list[str], list[str]]:
    """The names that a row's sources in date cover, and those that they do not. `of`: agencies or areas."""
    keys = frozenset().union(*(getattr(one, of) for one in sources)) if sources else frozenset()
    if ALL in keys:
        return list(everyone.values()), []
    return (
        [name for key, name in everyone.items() if key in keys],
        [name for key, name in everyone.items() if key not in keys],
    )
