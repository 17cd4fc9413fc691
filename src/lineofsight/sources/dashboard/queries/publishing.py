"""Quarters: which there are, what stands between one and its publication, and who would be told."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse

from lineofsight.cycle.requests.models import Request, Return, Round
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.queries import people_who_may
from lineofsight.sources.dashboard.models import Narrative, Observation, Publication
from lineofsight.sources.dashboard.queries.looking import Look
from lineofsight.sources.dashboard.queries.summary import Row, rows
from lineofsight.sources.dashboard.rules import checking, periods

SHOWN = 8


@dataclass(frozen=True, slots=True)
class QuarterRow:
    """One quarter on the list."""

    start: date
    publication: Publication | None

    @property
    def words(self) -> str:
        """The quarter's months."""
        return periods.label(self.start, "quarter")


def quarters(partnership: Partnership, *, today: date) -> list[QuarterRow]:
    """The last eight quarters that are over, newest first, each with its publication. Two queries."""
    published = {p.quarter_start: p for p in publications(partnership)}
    start, found = periods.quarter_before(periods.quarter_of(today)), []
    for _ in range(SHOWN):
        found.append(QuarterRow(start, published.pop(start, None)))
        start = periods.quarter_before(start)
    return found + [QuarterRow(day, p) for day, p in sorted(published.items(), reverse=True)]


def publications(partnership: Partnership) -> list[Publication]:
    """Every publication with its corrections, newest quarter first."""
    rows = Publication.objects.filter(partnership=partnership).select_related("published_by", "subject")
    return list(rows.prefetch_related("corrections__by"))


def publication_of(partnership: Partnership, quarter: date) -> Publication | None:
    """The publication of a quarter; None while there is none."""
    return next((p for p in publications(partnership) if p.quarter_start == quarter), None)


def checklist(partnership: Partnership, quarter: date, *, today: date) -> list[checking.Check]:
    """What to put right or answer for before the quarter is published; a fixed number of queries."""
    slug = partnership.slug
    summary = reverse("dashboard:summary", args=[slug])
    urls = {"provisional": summary, "unexplained": f"{summary}?group=worse", "no-figures": summary}
    return checking.checks_of(_facts(partnership, quarter, today=today), today=today, urls=urls)


def _facts(partnership: Partnership, quarter: date, *, today: date) -> checking.Quarter:
    end = periods.quarter_end(quarter)
    look = Look(partnership, True, frozenset(), upto=end)
    shown = [row for row in rows(look, today=today) if row.shows is not None and quarter <= row.shows.period <= end]
    before = Publication.objects.filter(partnership=partnership)
    said = set(Narrative.objects.filter(measure__partnership=partnership, period__gte=quarter, period__lte=end)
               .values_list("measure_id", flat=True))  # fmt: skip
    return checking.Quarter(
        start=quarter,
        with_figures=len(shown),
        provisional=tuple(row.name for row in shown if _state(row) == Observation.State.PROVISIONAL),
        unexplained=tuple(row.name for row in shown if row.group == "worse" and row.version.measure_id not in said),
        outstanding=tuple(_outstanding(partnership, quarter, end)),
        waiting=Return.objects.for_partnership(partnership).filter(state=Return.State.SENT).count(),
        open_before=before.exists() and not before.filter(quarter_start=periods.quarter_before(quarter)).exists(),
    )


def _state(row: Row) -> int | None:
    return row.shows.state if row.shows else None


def _outstanding(partnership: Partnership, quarter: date, end: date) -> list[str]:
    """Organisations that owe a return for the quarter."""
    open_states = [Request.State.OPEN, Request.State.STARTED, Request.State.SENT_BACK]
    found = Request.objects.for_partnership(partnership).filter(
        Q(round__period_start__lte=end) & Q(round__period_end__gte=quarter), state__in=open_states,
        round__kind=Round.Kind.DATA,
    )  # fmt: skip
    return sorted(set(found.values_list("organisation__name", flat=True)))


def who_is_told(partnership: Partnership, *, today: date) -> list[Person]:
    """Everybody who may see what is published."""
    return people_who_may(partnership, "see_measures", today=today)
