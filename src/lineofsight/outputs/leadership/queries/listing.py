"""The list of indicators: one row a question, with what counts, the evidence by tier, and the scrutineer's view."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lineofsight.cycle.products.models import Tag
from lineofsight.cycle.products.queries import visible
from lineofsight.engine.framework import Framework
from lineofsight.engine.framework.purpose import Indicator
from lineofsight.foundation.partnership.queries import Here
from lineofsight.outputs.assurance.rules import Said
from lineofsight.outputs.leadership.queries import judgements
from lineofsight.sources.scrutiny.models import ScrutineerView
from lineofsight.sources.scrutiny.wording import grade_name


@dataclass(frozen=True, slots=True)
class Row:
    """One question of one indicator."""

    indicator: Indicator
    standing: judgements.Standing
    evidence: Mapping[str, int]
    evidence_words: str
    scrutineer: str = ""

    @property
    def title(self) -> str:
        """The indicator's short name, with the question where it asks more than one."""
        more = f": {self.standing.name.lower()}" if len(self.indicator.ratings) > 1 else ""
        return f"{self.indicator.number}. {self.indicator.short_name}{more}"

    @property
    def said(self) -> Said:
        """What counts."""
        return judgements.said(self.standing.newest)

    @property
    def says(self) -> str:
        """What counts, and whether it is only proposed."""
        if self.standing.agreed is None and self.standing.proposed is not None:
            return f"{self.said.text}, proposed"
        waits = " A new one is proposed." if self.standing.waits and self.standing.agreed else ""
        return f"{self.said.text}{'.' if waits else ''}{waits}"


def rows(here: Here, framework: Framework, *, on: date) -> list[Row]:
    """Every question of every indicator, in the framework's order; five queries."""
    standings = judgements.standings(here, framework, on=on)
    counted = evidence_counts(here, framework)
    seen = judgements.scrutineers_views(here, on=on)
    return [
        Row(
            one,
            standing,
            counted[one.code],
            _evidence_words(framework, counted[one.code]),
            _scrutineer(standing, seen.get((one.code, standing.code))),
        )
        for one in framework.indicators
        for standing in standings[one.code]
    ]


def _scrutineer(standing: judgements.Standing, view: ScrutineerView | None) -> str:
    """The scrutineer's grade, and whether it is another than the one that counts."""
    if view is None:
        return "No view yet"
    newest = standing.newest
    return f"{grade_name(view)}{'. Views differ' if newest is not None and newest.grade != view.grade else ''}"


def evidence_counts(here: Here, framework: Framework) -> Mapping[str, Counter[str]]:
    """How many products each indicator is tagged on, by tier; one query."""
    tiers = {tool.code: tool.tier for tool in framework.tools}
    found: dict[str, Counter[str]] = defaultdict(Counter)
    tagged = Tag.objects.filter(section=Tag.Section.INDICATORS, product__in=visible(here).exclude(stage="stopped"))
    for code, tool in tagged.values_list("code", "product__tool"):
        if tool in tiers:
            found[code][tiers[tool]] += 1
    return found


def _evidence_words(framework: Framework, counted: Mapping[str, int]) -> str:
    """ "Tier One 4 · Tier Two 7 · Tier Three none"."""
    return " · ".join(f"{tier.short_name} {counted.get(tier.code, 0) or 'none'}" for tier in framework.tiers)


def grouped(framework: Framework, found: list[Row], by: str) -> list[tuple[str, list[Row]]]:
    """The rows by tier, or by objective (then an indicator stands under each of its objectives)."""
    if by == "objective":
        return [
            (one.name, [row for row in found if one.code in row.indicator.objectives]) for one in framework.objectives
        ]
    pairs = [(tier.name, [row for row in found if row.indicator.tier == tier.code]) for tier in framework.tiers]
    return [(name, held) for name, held in pairs if held]


def counts(framework: Framework, found: list[Row]) -> list[tuple[int, str]]:
    """How many questions stand at each grade, and how many nobody has judged."""
    grades = framework.get("scales", framework.meta.extent_scale).grades
    counted = Counter(row.standing.newest.grade if row.standing.newest else "" for row in found)
    judged = [(counted[one.code], one.name) for one in grades if one.judged]
    known = {one.code for one in grades if one.judged}
    return [*judged, (sum(count for code, count in counted.items() if code not in known), "Not judged")]
