"""From state to state through the gates of the product's own framework, and what persons say of a gate."""

from datetime import date, datetime

from django.db import transaction

from lineofsight.cycle.products import gates, rules
from lineofsight.cycle.products.changes.holding import (
    framework_for,
    held,
    must_not_have_ended,
    place,
    refresh_subject,
    settle,
    stamp,
    tell,
    who_prepares,
    write,
)
from lineofsight.cycle.products.changes.routing import begin_lap, end_lap
from lineofsight.cycle.products.models import GateRecord, Move, Product
from lineofsight.engine.clocks import london_day
from lineofsight.engine.framework import Framework
from lineofsight.engine.framework.practice import Step
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.holding import must
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record


class GatesShut(Refused):
    """A step is not open yet; `gates` say what is still to do."""

    def __init__(self, shut: tuple[gates.GateState, ...]) -> None:
        super().__init__(" ".join(gate.reason for gate in shut))
        self.gates = shut


@transaction.atomic
def take_step(
    product: Product, step: str, *, reason: str = "", by: Doer, now: datetime, today: date, version: int
) -> Product:
    """The product after a step of its life. GatesShut when something is still to do, Refused when the state does not allow it."""
    product = held(product)
    framework = framework_for(product)
    known = _known_step(framework, step)
    must(rules.why_not_step(framework, product.state, known))
    if rules.REASON_GATE in known.gates and not reason.strip():
        raise Refused(framework.get("gates", rules.REASON_GATE).message)
    shut = gates.shut(gates.states_of(product, known, today=today))
    if shut:
        raise GatesShut(shut)
    move(product, framework, known, reason=reason, by=by, now=now, today=today, version=version)
    return product


def move(
    product: Product,
    framework: Framework,
    step: Step,
    *,
    reason: str,
    by: Doer,
    now: datetime,
    today: date,
    version: int,
) -> Move:
    """Write a step whose gates are open: the state, the route that begins or ends with it, and the entry."""
    before, was_on_route = product.state, product.stage == Product.Stage.ROUTE
    write(product, version=version, **place(product, framework, step.to_state))
    refresh_subject(product)
    made = stamp(product, step.code, before=before, by=by, now=now, reason=reason)
    if product.stage == Product.Stage.ROUTE and not was_on_route:
        begin_lap(product, framework, now=now, today=today)
    if was_on_route and product.stage != Product.Stage.ROUTE:
        end_lap(product)
    if framework.get("states", step.to_state).ends:
        settle(product, "")
    elif product.stage == Product.Stage.SETTLED:
        settle(product, "due:product")
    _tell_lead(product, step, by=by, now=now, today=today)
    record(
        product.partnership.chain,
        by=by,
        deed="products.step",
        subject=product.subject,
        before={"state": before},
        after={"state": product.state, "step": step.code},
        note=reason,
    )
    return made


def _tell_lead(product: Product, step: Step, *, by: Doer, now: datetime, today: date) -> None:
    people = [person for person in who_prepares(product, today=today) if person.actor_id != by.actor_id]
    text = f"{product.reference} {product.title}: {step.name[0].lower()}{step.name[1:]}."
    tell(product, people, key=f"step:{now:%Y%m%d%H%M%S}", text=text, kind=Notice.Kind.NEWS)


def _known_step(framework: Framework, code: str) -> Step:
    if code not in framework.codes("steps"):
        raise Refused("The framework knows no such step.")
    step: Step = framework.get("steps", code)
    return step


@transaction.atomic
def record_gate(
    product: Product,
    gate: str,
    *,
    on: date | None = None,
    note: str,
    is_waiver: bool = False,
    by: Doer,
    now: datetime,
) -> GateRecord:
    """A person says that a gate is met, with when and how; or, where that makes sense, why to go on without it."""
    product = held(product)
    must_not_have_ended(product)
    framework = framework_for(product)
    must(_why_not_record(framework, gate, note=note, is_waiver=is_waiver, on=on, today=london_day(now)))
    _take_back(product, gate, now=now)
    made = GateRecord.objects.create(
        product=product, gate=gate, is_waiver=is_waiver, on=on, note=note, at=now, actor_id=by.actor_id, role=by.role
    )
    deed = "products.waive_gate" if is_waiver else "products.record_gate"
    after = {"gate": framework.get("gates", gate).name, "on": on}
    record(product.partnership.chain, by=by, deed=deed, subject=product.subject, after=after, note=note)
    return made


@transaction.atomic
def take_back_gate(product: Product, gate: str, *, by: Doer, now: datetime) -> int:
    """What was said of a gate does not hold any more; it stays on record."""
    product = held(product)
    must_not_have_ended(product)
    count = _take_back(product, gate, now=now)
    after = {"gate": gate}
    record(product.partnership.chain, by=by, deed="products.take_back_gate", subject=product.subject, after=after)
    return count


def _take_back(product: Product, gate: str, *, now: datetime) -> int:
    standing = GateRecord.objects.filter(product=product, gate=gate, withdrawn_at__isnull=True)
    return standing.update(withdrawn_at=now)


def _why_not_record(
    framework: Framework, gate: str, *, note: str, is_waiver: bool, on: date | None, today: date
) -> str | None:
    if gate not in framework.codes("gates"):
        return "The framework knows no such gate."
    if not note.strip():
        return "Write the reason." if is_waiver else "Write how it was met."
    if on is not None and on > today:
        return "Give a day that has come."
    if is_waiver:
        return None if gate in gates.WAIVABLE else "This gate cannot be left out."
    return "Line of Sight sees for itself whether this is done." if gate in gates.READERS else None
