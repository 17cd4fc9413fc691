"""Gates: what must hold before a step. A gate is read from the rows, or it is met when a person says so, with when and how.

`register(code, reader)` gives a gate its reader; rooms above register theirs when they are ready. A gate without a reader
is one that a person states (`GateRecord`). Which gates stand before which step is data of the framework.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from lineofsight.cycle.products import content, rules
from lineofsight.cycle.products.models import GateRecord, Product, Relation, SignOff, Stop
from lineofsight.engine.framework import Framework
from lineofsight.engine.framework.practice import Step
from lineofsight.foundation.files.models import Evidence
from lineofsight.foundation.handbook.queries import framework_of
from lineofsight.foundation.partnership.models import Organisation

Reader = Callable[[Product, date], str | None]
"""Gives the reason why the gate is shut, or None when it is open. An empty reason stands for the framework's own message."""

READERS: dict[str, Reader] = {}
WAIVABLE: set[str] = set()


def register(code: str, reader: Reader, *, waivable: bool = False) -> None:
    """Give a gate its reader; the newest one counts. `waivable`: somebody may go on without it, with the reason."""
    READERS[code] = reader
    if waivable:
        WAIVABLE.add(code)


@dataclass(frozen=True, slots=True)
class GateState:
    """One gate before a step: open when `reason` is empty. `stated`: a person says so; `record`: what they said."""

    code: str
    name: str
    reason: str
    stated: bool
    waivable: bool
    record: GateRecord | None

    @property
    def is_open(self) -> bool:
        """True when nothing stands in the way."""
        return not self.reason


def states_of(product: Product, step: Step, *, today: date) -> tuple[GateState, ...]:
    """The gates before a step, in order, the reason that the step itself asks for left aside."""
    framework = framework_of(product.framework)
    kind = rules.kind_of(framework, product.kind)
    codes = [code for code in rules.gates_of(framework, kind, step) if code != rules.REASON_GATE]
    records = records_of(product) if codes else {}
    return tuple(_state(product, framework, code, records.get(code), today=today) for code in codes)


def records_of(product: Product) -> dict[str, GateRecord]:
    """What persons said of the product's gates, the newest for each that was not taken back; one query."""
    rows = GateRecord.objects.filter(product=product, withdrawn_at__isnull=True).select_related("actor")
    return {record.gate: record for record in rows}


def _state(product: Product, framework: Framework, code: str, record: GateRecord | None, *, today: date) -> GateState:
    gate, reader = framework.get("gates", code), READERS.get(code)
    counts = record is not None and (reader is None or (record.is_waiver and code in WAIVABLE))
    reason = None if counts else (reader(product, today) if reader else gate.message)
    shown = gate.message if reason == "" else reason or ""
    return GateState(code, gate.name, shown, reader is None, code in WAIVABLE, record if counts else None)


def shut(states: Iterable[GateState]) -> tuple[GateState, ...]:
    """Those that are not open."""
    return tuple(state for state in states if not state.is_open)


def partners_of(product: Product, *, today: date) -> list[Organisation]:
    """The safeguarding partners who sign off, as they are on the day; one query."""
    participations = product.partnership.participations.on(today).filter(part="safeguarding_partner")
    rows = participations.select_related("organisation").order_by("organisation__name")
    return [participation.organisation for participation in rows]


def signed_by(product: Product, *, current: str) -> set[object]:
    """The organisations whose confirmed sign-off stands on exactly this content."""
    rows = SignOff.objects.filter(product=product, voided_at__isnull=True, content_hash=current)
    return set(rows.filter(confirmed_at__isnull=False).values_list("organisation_id", flat=True))


def _lead(product: Product, today: date) -> str | None:
    return None if product.lead_id else ""


def _dates(product: Product, today: date) -> str | None:
    return None if product.period_start and product.period_end and product.due_on else ""


def _scope(product: Product, today: date) -> str | None:
    return None if product.words.scope_text.strip() else ""


def _marking(product: Product, today: date) -> str | None:
    return None if product.marking else ""


def _papers(product: Product, today: date) -> str | None:
    papers = Evidence.objects.for_partnership(product.partnership).standing().filter(subject=product.subject_id)
    return None if papers.filter(purpose=Evidence.Purpose.PAPER).exists() else ""


def _findings(product: Product, today: date) -> str | None:
    return None if product.words.no_findings.strip() else ""


def _evidence_in_date(product: Product, today: date) -> str | None:
    held = Evidence.objects.for_partnership(product.partnership).standing().filter(subject=product.subject_id)
    titles = list(held.filter(expires_on__lt=today).values_list("title", flat=True)[:4])
    if not titles:
        return None
    return f"This evidence has run out: {', '.join(titles)}. Renew it, or give the reason for using it."


def _rating(product: Product, today: date) -> str | None:
    return None if product.ratings.exists() else ""


def _sign_off(product: Product, today: date) -> str | None:
    signed = signed_by(product, current=content.content_hash(product))
    missing = [partner.name for partner in partners_of(product, today=today) if partner.pk not in signed]
    return f"Not signed yet in this version: {', '.join(missing)}." if missing else None


def _route_complete(product: Product, today: date) -> str | None:
    framework = framework_of(product.framework)
    if not framework.route_of(rules.kind_of(framework, product.kind)):
        return _travels_with(product, framework)
    lap = lap_of(product)
    if not lap:
        return ""
    refusing = next((stop for stop in lap if stop.part == "decide" and stop.outcome == "not_agreed"), None)
    if refusing:
        return f"{_name(framework, refusing)} did not agree. Send it back for more work, or withdraw it."
    waiting = next((stop for stop in lap if stop.state != Stop.State.DONE), None)
    return f"It waits for {_name(framework, waiting)}." if waiting else None


def lap_of(product: Product) -> list[Stop]:
    """The stops of the product's newest lap, in order; empty before its first; one query."""
    stops = list(Stop.objects.filter(product=product).select_related("group"))
    return [stop for stop in stops if stop.lap == stops[-1].lap]


def _name(framework: Framework, stop: Stop) -> str:
    return stop.group.name if stop.group else framework.get("groups", stop.group_code).name


def feeds_of(product: Product) -> tuple[str, ...]:
    """The tools that a product goes into in place of a route; none for one that travels."""
    framework = framework_of(product.framework)
    if framework.route_of(rules.kind_of(framework, product.kind)):
        return ()
    feeds: tuple[str, ...] = framework.get("tools", product.tool).feeds if product.tool else ()
    return feeds


def _travels_with(product: Product, framework: Framework) -> str | None:
    """A tool that feeds another has no groups of its own: it is agreed when the product that it went into is."""
    fed = feeds_of(product)
    related = Relation.objects.filter(product=product, kind=Relation.Kind.FEEDS, to__tool__in=fed).select_related("to")
    into = next(iter(related.order_by("-to__due_on")), None)
    if into is None:
        names = ", ".join(framework.get("tools", code).name for code in fed)
        return f"Say which product it goes into: {names}."
    if into.to.stage in {"settled", "closed"}:
        return None
    return f"It travels with {into.to.reference} {into.to.title}, which is not agreed yet."


for _code, _reader in {
    "lead": _lead,
    "dates": _dates,
    "scope": _scope,
    "papers": _papers,
    "marking": _marking,
    "findings": _findings,
    "rating": _rating,
    rules.SIGN_OFF_GATE: _sign_off,
    rules.ROUTE_GATE: _route_complete,
}.items():
    register(_code, _reader)
register("evidence-in-date", _evidence_in_date, waivable=True)
