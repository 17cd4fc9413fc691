"""Rounds of requests: opened, reminded of, recorded as late, and what waits in the round that is open now."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from lineofsight.config.demo import levels
from lineofsight.config.demo.clock import Happening, moment
from lineofsight.config.demo.county import COMMUNITY, County
from lineofsight.config.demo.returns import Span, made_for, outstanding, senders, spans
from lineofsight.cycle.requests.changes import answering, asking, lateness
from lineofsight.cycle.requests.models import Request, Return, Round
from lineofsight.cycle.requests.queries import requests_of
from lineofsight.cycle.requests.tasks import reminders_of
from lineofsight.cycle.warnings import changes as warnings
from lineofsight.cycle.warnings.tasks import days_before_a_warning
from lineofsight.foundation.partnership.models import Area
from lineofsight.sources.dashboard.models import Measure, MeasureVersion
from lineofsight.sources.dashboard.returns import changes, queries, rounds
from lineofsight.sources.dashboard.returns.reading import Written

FIRST_QUARTER, FIRST_MONTH = date(2025, 4, 1), date(2026, 4, 1)
CLOSES_AFTER = 60
PROBATION = "Westmarch Probation"


def is_asked(span: Span) -> bool:
    """Earlier figures came by e-mail, before there were rounds."""
    return span.start >= (FIRST_MONTH if span.is_monthly else FIRST_QUARTER)


def happenings(county: County) -> Iterator[Happening]:
    """Each round as it went, and the answers of three agencies in the one that is open now."""
    for span in filter(is_asked, spans(county.today)):
        for after, do in _deeds(county, span):
            if (day := span.due_on + timedelta(days=after)) < county.today:
                yield Happening(moment(day, 7), do)
        yield Happening(moment(span.opens_on, 8), partial(_open, county, span))
    now = county.today
    yield Happening(moment(now - timedelta(days=2), 15), partial(_ask_for_more_time, county))
    yield Happening(moment(now - timedelta(days=1), 16), partial(_send, county))
    yield Happening(moment(now, 7), partial(_remind, county))
    yield Happening(moment(now, 7), partial(_warn_of_late, county))


def _deeds(county: County, span: Span) -> Iterator[tuple[int, Callable[[datetime], None]]]:
    """What is done so many days after a round was due."""
    days = days_before_a_warning(county.partnership, today=county.today)
    yield 1, partial(_mark_late, county)
    yield days + 1, partial(_warn_of_late, county)
    if not any(outstanding(name, span) for name in senders(span)):
        yield CLOSES_AFTER, partial(_close, county, span)


def _open(county: County, span: Span, now: datetime) -> Round:
    day, held = now.date(), county.versions()
    plans = [
        replace(
            rounds.plan_for(county.partnership, county.demo.organisations[name], _measures(held, span, name), today=day),
            split_by_area=levels.BY_DISTRICT,
        )
        for name in senders(span)
    ]  # fmt: skip
    return rounds.open_data_round(
        county.partnership, title=span.title, period_start=span.start, period_end=span.end, opens_on=day,
        due_on=span.due_on, asked=plans, by=county.doer("analyst"), today=day,
    )  # fmt: skip


def _measures(held: Mapping[str, list[MeasureVersion]], span: Span, name: str) -> list[Measure]:
    return [held[code][-1].measure for code in levels.SUPPLIES[name] if span.holds(held[code][-1])]


def _mark_late(county: County, now: datetime) -> None:
    lateness.mark_late(county.partnership, today=now.date(), now=now)


def _warn_of_late(county: County, now: datetime) -> None:
    days = days_before_a_warning(county.partnership, today=now.date())
    warnings.close_late_that_came(county.partnership, now=now)
    warnings.warn_of_late(county.partnership, now=now, today=now.date(), after_days=days)


def _close(county: County, span: Span, now: datetime) -> None:
    round_ = Round.objects.for_partnership(county.partnership).select_related("partnership__chain")
    asking.close_round(round_.get(title=span.title), by=county.doer("analyst"), now=now)


def _remind(county: County, now: datetime) -> None:
    due = reminders_of(county.partnership, today=now.date())
    lateness.send_reminders(county.partnership, reminders=due, today=now.date())


def _newest(county: County, organisation: str) -> tuple[Request, Span]:
    span = [span for span in spans(county.today) if not span.is_monthly][-1]
    return requests_of(county.partnership).get(round__title=span.title, organisation__name=organisation), span


def _ask_for_more_time(county: County, now: datetime) -> None:
    request, span = _newest(county, PROBATION)
    answering.ask_for_more_time(
        request,
        until=span.due_on + timedelta(days=14),
        reason="Our new case system starts on 2 November. We can count enquiries only after that.",
        by=county.supplier(PROBATION),
        now=now,
        today=now.date(),
    )


def _send(county: County, now: datetime) -> None:
    """The community trust's return, sent and not yet looked at."""
    request, span = _newest(county, COMMUNITY)
    by, today = county.supplier(COMMUNITY), now.date()
    draft = changes.receive_rows(
        request, _rows(county, span, request), how=Return.How.TEMPLATE, by=by, now=now, today=today
    )
    answers = {
        issue.pk: ("real-change", "Two more nurses started in July, so more children were seen.")
        for issue in queries.open_warnings(draft)
    }
    if answers:
        changes.explain(draft, answers, version=draft.version, by=by, now=now)
        draft.refresh_from_db()
    note = "The reviews of September are counted up to 28 September. Two clinics report later."
    changes.send(draft, version=draft.version, note=note, by=by, now=now, today=today)


def _rows(county: County, span: Span, request: Request) -> list[Written]:
    figures = made_for(county, span, request.organisation, county.versions())
    codes = dict(Area.objects.filter(pk__in={one.area for one in figures}).values_list("pk", "code"))
    return [
        Written(one.measure, codes[one.area], "", one.period, _whole(one.numerator), _whole(one.denominator),
                sheet=one.sheet, row=one.row, column=one.column)
        for one in figures
    ]  # fmt: skip


def _whole(number: float | None) -> str:
    return "" if number is None else f"{number:.0f}"
