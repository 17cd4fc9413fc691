"""The figures of an indicator, worked out from the rows that other rooms supply."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lineofsight.engine.framework import Framework
from lineofsight.engine.framework.purpose import EvidenceQuery, Indicator
from lineofsight.foundation.handbook.evidence import Asked, Calculation, Item, calculation_of
from lineofsight.foundation.partnership.queries import Here
from lineofsight.outputs.leadership import rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One query of an indicator over time; `calculation` is None where the record cannot supply it."""

    query: EvidenceQuery
    calculation: Calculation | None
    points: tuple[rules.Point, ...] = ()

    @property
    def says(self) -> str:
        """The newest figure in a sentence."""
        if self.calculation is None:
            return ""
        return rules.sentence(self.calculation, self.points[-1])

    @property
    def words(self) -> list[str]:
        """Each figure as a cell shows it, oldest first."""
        return [rules.short_words(self.calculation, one) for one in self.points] if self.calculation else []

    @property
    def parts(self) -> list[tuple[str, str]]:
        """The newest figure, split."""
        return rules.parts(self.calculation, self.points[-1]) if self.calculation else []


def figures_of(here: Here, framework: Framework, indicator: Indicator, *, on: date) -> list[Figure]:
    """Each query that the framework names for the indicator; one or two database queries each."""
    return [figure_of(here, framework, indicator, code, on=on) for code in indicator.evidence]


def figure_of(here: Here, framework: Framework, indicator: Indicator, code: str, *, on: date) -> Figure:
    """One query of the indicator."""
    query, calculation = framework.get("evidence_queries", code), calculation_of(code)
    if calculation is None:
        return Figure(query=query, calculation=None)
    items = rows_of(here, framework, indicator, calculation, on=on)
    points = tuple(rules.point(calculation, items, day) for day in rules.days_of_figures(on))
    return Figure(query=query, calculation=calculation, points=points)


def rows_of(
    here: Here, framework: Framework, indicator: Indicator, calculation: Calculation, *, on: date
) -> Sequence[Item]:
    """Every row that the figures until the day can rest on."""
    asked = Asked(here=here, framework=framework, indicator=indicator, since=rules.first_day(on), on=on)
    return tuple(calculation.items(asked))
