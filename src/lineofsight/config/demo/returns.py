"""Three years of returns: each agency sends its figures when agencies do, and the analyst accepts them in batches."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from zlib import crc32

from lineofsight.config.demo import levels
from lineofsight.config.demo.clock import Happening, moment
from lineofsight.config.demo.county import EAST_HOSPITALS, County
from lineofsight.config.demo.figures import figures_of
from lineofsight.cycle.requests.changes import judging
from lineofsight.cycle.requests.models import Request, Return
from lineofsight.engine.clocks import add_months
from lineofsight.foundation.notices import changes as notices
from lineofsight.foundation.partnership.models import Organisation
from lineofsight.foundation.trail.changes import Doer
from lineofsight.sources.dashboard.changes.figures import Figure, Outcome, accept_figures, digest_of
from lineofsight.sources.dashboard.changes.rollups import roll_up
from lineofsight.sources.dashboard.changes.watching import watch_run
from lineofsight.sources.dashboard.models import MeasureVersion, ReturnCell
from lineofsight.sources.dashboard.returns.slots import periods_of

FIRST_PERIOD = date(2023, 4, 1)
WATCH_FROM = date(2025, 8, 1)
MONTHLY = ("Westmarch County Council", "Westmarch Police")
EARLY = ("Westmarch Police", "Kingsmoor District Council", "Dunmere District Council", "Marches Ambulance Service")
"""Who has sent the open quarter's figures already."""
THE_WATCH = Doer.system("The daily watch")


@dataclass(frozen=True, slots=True)
class Span:
    """A round's period, how often its measures are measured, and what it is called."""

    start: date
    end: date
    is_monthly: bool

    @property
    def title(self) -> str:
        """As the round is called."""
        if self.is_monthly:
            return f"Monthly return for {self.start:%B %Y}"
        return f"Quarterly return for {self.start:%B} to {self.end:%B %Y}"

    @property
    def opens_on(self) -> date:
        """The day after the period."""
        return self.end + timedelta(days=1)

    @property
    def due_on(self) -> date:
        """Three weeks after a month, four after a quarter."""
        return moment(self.end + timedelta(days=21 if self.is_monthly else 28)).date()

    def holds(self, version: MeasureVersion) -> bool:
        """Whether a measure is asked for in this kind of round."""
        return (version.frequency == "monthly") == self.is_monthly


def spans(today: date) -> Iterator[Span]:
    """Every month and quarter that is over, oldest first."""
    start = FIRST_PERIOD
    while (end := add_months(start, 1) - timedelta(days=1)) < today:
        yield Span(start, end, is_monthly=True)
        if start.month % 3 == 0:
            yield Span(add_months(start, -2), end, is_monthly=False)
        start = add_months(start, 1)


def senders(span: Span) -> tuple[str, ...]:
    """Who owes something of this kind; schools and colleges once, after the school year."""
    if span.is_monthly:
        return MONTHLY
    return tuple(name for name in levels.SUPPLIES if name not in levels.EDUCATION or span.end.month == 9)


def received(organisation: str, span: Span) -> datetime:
    """When the agency's figures came: mostly some days before they were due, now and then some days after."""
    draw = crc32(f"{organisation}{span.start}{span.is_monthly}".encode())
    early = draw % 5 if span.is_monthly else 1 + draw % 14
    late = (organisation == EAST_HOSPITALS and draw % 3 == 0) or draw % 23 == 0
    days = 6 + draw % 7 if late and not span.is_monthly else -early - 1
    return moment(span.due_on + timedelta(days=days), 9 + draw % 7, draw % 60)


def accepted(when: datetime, span: Span) -> datetime:
    """When a return that came then was accepted: on the day when the analyst goes through what is there."""
    if span.is_monthly:
        return moment(span.due_on - timedelta(days=1), 14)
    first, second, third = (moment(span.due_on + timedelta(days=days), 11) for days in (-8, 3, 21))
    return first if when < first else second if when < second else third


def outstanding(organisation: str, span: Span) -> bool:
    """Whether the agency has not sent this yet."""
    if organisation == EAST_HOSPITALS and span.start == date(2026, 4, 1) and not span.is_monthly:
        return True
    return not span.is_monthly and span.end >= date(2026, 9, 1) and organisation not in EARLY


def happenings(county: County) -> Iterator[Happening]:
    """Every batch of returns that was accepted by today, with the watch after it."""
    for span in spans(county.today):
        batches: dict[datetime, list[tuple[str, datetime]]] = {}
        for name in senders(span):
            if not outstanding(name, span):
                came = min(received(name, span), moment(county.today - timedelta(days=2), 9))
                yield Happening(came, partial(arrive, county, span, name))
                batches.setdefault(_by_today(accepted(came, span), county.today), []).append((name, came))
        for day, batch in batches.items():
            yield Happening(day, _Batch(county, span, tuple(batch)))


def arrive(county: County, span: Span, organisation: str, now: datetime) -> None:
    """The return is there, where it was asked for in a round: it is not late any more."""
    for request in Request.objects.filter(round__title=span.title, organisation__name=organisation):
        Request.objects.filter(pk=request.pk).update(first_received_at=now, state=Request.State.RECEIVED)
        notices.settle(key_prefix=f"request:{request.pk}:ask")


def _by_today(when: datetime, today: date) -> datetime:
    return min(when, moment(today - timedelta(days=1), 14))


@dataclass(frozen=True, slots=True)
class _Batch:
    """Returns of one round that are accepted together, by name and the moment they came."""

    county: County
    span: Span
    returns: tuple[tuple[str, datetime], ...]

    def __call__(self, now: datetime) -> None:
        held = self.county.versions()
        outcome = Outcome()
        for name, came in self.returns:
            organisation = self.county.demo.organisations[name]
            outcome.add(accept(self.county, self.span, organisation, held, came=came, now=now))
        roll_up(self.county.partnership, changed=outcome.changed, known_from=now)
        if self.span.end >= WATCH_FROM:
            watch_run(self.county.partnership, by=THE_WATCH, now=now, today=now.date())


def accept(
    county: County,
    span: Span,
    organisation: Organisation,
    held: Mapping[str, list[MeasureVersion]],
    *,
    came: datetime,
    now: datetime,
) -> Outcome:
    """One return, accepted now."""
    figures = made_for(county, span, organisation, held)
    if not figures:
        return Outcome()
    analyst = county.doer("analyst")
    request = Request.objects.filter(round__title=span.title, organisation=organisation).first()
    source = _sent(county, organisation, figures, request=request, came=came)
    _keep_cells(source, figures, held)
    judging.mark_accepted(source, version=source.version, by=analyst, now=now)
    return accept_figures(county.partnership, figures, source=source, known_from=now, by=analyst)


def made_for(
    county: County, span: Span, organisation: Organisation, held: Mapping[str, list[MeasureVersion]]
) -> list[Figure]:
    """The organisation's made-up figures of the round, numbered like the rows of the template."""
    found: list[Figure] = []
    for code in levels.SUPPLIES[organisation.name]:
        if span.holds(held[code][-1]):
            for period in periods_of(held[code][-1].period_type, span.start, span.end):
                version = county.version_of(code, period, held)
                found += figures_of(county.asked(organisation, code, version), [period])
    return _numbered(found)


def _numbered(figures: Sequence[Figure]) -> list[Figure]:
    return [replace(one, sheet="Figures", row=row, column="I") for row, one in enumerate(figures, start=2)]


def _sent(
    county: County, organisation: Organisation, figures: Sequence[Figure], *, request: Request | None, came: datetime
) -> Return:
    by = county.supplier(organisation.name)
    number = Return.objects.for_partnership(county.partnership).count() + 1
    return Return.objects.create(
        partnership=county.partnership, request=request, organisation=organisation, reference=f"R{number:03d}-{_sign(number)}",
        how=Return.How.TEMPLATE, state=Return.State.SENT, content_digest=digest_of(figures),
        created_by_id=by.actor_id, received_at=came, received_by_id=by.actor_id,
        subject=request.subject if request else None,
    )  # fmt: skip


def _sign(number: int) -> str:
    """Three signs that can be said on the telephone."""
    signs = "ACDEFGHJKMNPQRTUVWXY3479"
    draw = crc32(str(number).encode())
    return "".join(signs[draw // 24**place % 24] for place in range(3))


def _keep_cells(source: Return, figures: Sequence[Figure], held: Mapping[str, list[MeasureVersion]]) -> None:
    ReturnCell.objects.bulk_create(
        [
            ReturnCell(
                source=source, measure_id=held[one.measure][0].measure_id, area_id=one.area, period=one.period,
                written_numerator=_written(one.numerator, one.state), written_denominator=_written(one.denominator, 0),
                numerator=one.numerator, denominator=one.denominator, value=one.value, state=one.state,
                sheet=one.sheet, row=one.row, column=one.column,
            )
            for one in figures
        ],
        batch_size=500,
    )  # fmt: skip


def _written(number: float | None, state: int) -> str:
    return "c" if state == 1 else "" if number is None else f"{number:.0f}"
