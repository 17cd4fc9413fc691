"""The figures of an indicator, worked out from the rows that other rooms supply."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lineofsight.engine.framework import Framework
from lineofsight.engine.framework.purpose import EvidenceQuery, Indicator
from lineofsight.foundation.handbook.evidence import Asked, Calculation, Item, calculation_of
from lineofsight.foundation.partnership.queries import Here
from lineofsight.outputs.leadership import rules
from lineofsight.outputs.leadership.models import WrittenFigure
from lineofsight.outputs.leadership.queries.judgements import end_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One query of an indicator over time; `calculation` is None where the record cannot supply it."""

    query: EvidenceQuery
    calculation: Calculation | None
    points: tuple[rules.Point, ...] = ()
    written: tuple[WrittenFigure, ...] = ()
    """What was written down from outside the record, newest first."""

    @property
    def says(self) -> str:
        """The newest figure in a sentence; what somebody wrote down where the record has none."""
        if self.calculation is None:
            return self.written[0].words if self.written else ""
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
    held = written_figures(here, indicator, on=on)
    return [_figure(here, framework, indicator, code, held, on=on) for code in indicator.evidence]


def written_figures(here: Here, indicator: Indicator, *, on: date) -> list[WrittenFigure]:
    """What was written down for the indicator's queries by the day, newest first; one query."""
    rows = WrittenFigure.objects.for_partnership(here.partnership).filter(
        query__in=indicator.evidence, on__lte=on, at__lt=end_of(on)
    )
    return list(rows.select_related("actor").order_by("-on", "-pk")[:200])


def figure_of(here: Here, framework: Framework, indicator: Indicator, code: str, *, on: date) -> Figure:
    """One query of the indicator."""
    return _figure(here, framework, indicator, code, written_figures(here, indicator, on=on), on=on)


def _figure(
    here: Here, framework: Framework, indicator: Indicator, code: str, held: Sequence[WrittenFigure], *, on: date
) -> Figure:
    query, calculation = framework.get("evidence_queries", code), calculation_of(code)
    written = tuple(one for one in held if one.query == code)
    if calculation is None:
        return Figure(query=query, calculation=None, written=written)
    items = rows_of(here, framework, indicator, calculation, on=on)
    points = tuple(rules.point(calculation, items, day) for day in rules.days_of_figures(on))
    return Figure(query=query, calculation=calculation, points=points, written=written)


def rows_of(
    here: Here, framework: Framework, indicator: Indicator, calculation: Calculation, *, on: date
) -> Sequence[Item]:
    """Every row that the figures until the day can rest on."""
    asked = Asked(here=here, framework=framework, indicator=indicator, since=rules.first_day(on), on=on)
    return tuple(calculation.items(asked))
