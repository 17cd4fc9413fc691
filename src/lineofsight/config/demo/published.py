"""What the Business Team says: words beside the charts, signed notes, how good figures are, and two published quarters."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import partial
from typing import Final

from lineofsight.config.demo.clock import Happening, moment
from lineofsight.config.demo.county import COMMUNITY, EAST_HOSPITALS, County
from lineofsight.sources.dashboard.changes.annotations import annotate, rate_quality, say
from lineofsight.sources.dashboard.changes.publishing import publish
from lineofsight.sources.dashboard.models import Annotation
from lineofsight.sources.dashboard.queries.publishing import checklist

REASONS: Final[Mapping[str, str]] = {
    "outstanding": "East Westmarch Hospitals is short of people in its data team. Its figures follow in November.",
    "waiting": "What came after the last day goes into the next quarter.",
    "provisional": "One trust is missing from these totals. They are shown as provisional.",
    "unexplained": "The sub-group looks at these in its next meeting.",
    "before": "We began to publish with this quarter.",
}
SPRING: Final = "Return home interviews and visits are steady. Schools hear from the police before class again."
SUMMER: Final = (
    "Fewer children are interviewed within 72 hours of coming home. First health assessments stay at six in ten: low, but "
    "no real change."
)


def happenings(county: County) -> Iterator[Happening]:
    """Words and notes first, then the quarters that hold them."""
    yield Happening(moment(date(2025, 9, 24), 10), partial(_note, county))
    yield Happening(moment(date(2026, 3, 26), 11), partial(_begin_anew, county))
    yield Happening(moment(date(2026, 4, 22), 10), partial(_say_of_visits, county))
    yield Happening(moment(date(2026, 6, 9), 10), partial(_publish, county, date(2026, 1, 1), SPRING))
    yield Happening(moment(date(2026, 9, 2), 10), partial(_say_of_assessments, county))
    yield Happening(moment(date(2026, 9, 8), 10), partial(_publish, county, date(2026, 4, 1), SUMMER))
    yield Happening(moment(date(2026, 9, 10), 10), partial(_rate, county))
    yield Happening(moment(date(2026, 9, 29), 10), partial(_say_of_interviews, county))


def _note(county: County, now: datetime) -> None:
    reason = "The officer who sends the notices began long leave on 30 June. One colleague stands in on weekdays."
    annotate(
        county.measure("m42"), kind=Annotation.Kind.NOTE, period=date(2025, 7, 1), reason=reason,
        by=county.doer("analyst"), now=now, today=now.date(),
    )  # fmt: skip


def _begin_anew(county: County, now: datetime) -> None:
    reason = "Two officers send the notices since January, one of them at weekends. It is judged anew from here."
    annotate(
        county.measure("m42"), kind=Annotation.Kind.REBASE, period=date(2026, 1, 1), reason=reason,
        by=county.doer("analyst"), now=now, today=now.date(),
    )  # fmt: skip


def _say_of_visits(county: County, now: datetime) -> None:
    say(
        county.measure("m22"), period=date(2026, 4, 1), by=county.doer("analyst"), now=now,
        changed="From April a visit counts only if the child was seen alone. The figure starts again at a lower level.",
        why="The definition changed, not the work: the council checked 60 visits and found no fall.",
        so_what="A child who is seen alone can say what they would not say in front of others.",
        what_next="We look at the new figure once it has a year of its own.",
    )  # fmt: skip


def _say_of_assessments(county: County, now: datetime) -> None:
    say(
        county.measure("m57"), period=date(2026, 4, 1), by=county.doer("analyst"), now=now,
        changed="No real change. About six in ten are done in time, as in the last three years. The target is nine in ten.",
        why="There are too few appointments. The number of children who come into care has not changed.",
        so_what="Four in ten children who come into care wait longer than they should for a health check.",
        what_next="The board and the trust bring a plan for more appointments in November.",
    )  # fmt: skip


def _say_of_interviews(county: County, now: datetime) -> None:
    say(
        county.measure("m31b"), period=date(2026, 8, 1), by=county.doer("analyst"), now=now,
        changed="Seven in ten interviews are done within 72 hours. Until spring it was nearly eight in ten.",
        why="Two of the six interviewers left in June. Fenwick, Greyport and Kingsmoor are hit hardest.",
        so_what="A child who is not asked soon after coming home is less likely to say where they were and with whom.",
        what_next="The sub-group has sent this to the Executive.",
    )  # fmt: skip


def _rate(county: County, now: datetime) -> None:
    organisations, by = county.demo.organisations, county.doer("analyst")
    late = "Two quarters late. What came before agreed with the trust’s own board report."
    rate_quality(county.measure("m54a"), organisations[EAST_HOSPITALS], rating="poor", reason=late, by=by, now=now)
    good = "We counted 40 cases again in August and found the same."
    rate_quality(county.measure("m57"), organisations[COMMUNITY], rating="good", reason=good, by=by, now=now)


def _publish(county: County, quarter: date, headline: str, now: datetime) -> None:
    checks = checklist(county.partnership, quarter, today=now.date())
    publish(
        county.partnership, quarter=quarter, headline=headline, reasons={one.code: REASONS[one.code] for one in checks},
        by=county.doer("analyst"), now=now, today=now.date(),
    )  # fmt: skip
