"""Steps, gates, and what groups say along the route."""

from uuid import UUID

from django.http import Http404, HttpResponse

from lineofsight.cycle.products import changes, gates, rules
from lineofsight.cycle.products.models import Stop, StopView
from lineofsight.cycle.products.permissions import (
    why_not_consider,
    why_not_move,
    why_not_record_gate,
    why_not_send_back,
    why_not_view,
)
from lineofsight.engine.framework.practice import Step
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.partnership.models import Organisation
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import bodies_of
from lineofsight.outputs.assurance import permissions
from lineofsight.outputs.assurance.forms.moving import (
    ConsiderForm,
    GateForm,
    ReasonForm,
    StepForm,
    ViewForm,
    WaiverForm,
)
from lineofsight.outputs.assurance.queries.product_page import ProductPage
from lineofsight.outputs.assurance.views.deeds import READS_AND_SENDS, Clean, Deed, act, signed, version_of
from lineofsight.outputs.assurance.views.fixing import fix_of
from lineofsight.outputs.assurance.views.product import found

NOT_HERE = "The product does not wait at any group now."


@partnership_page(*permissions.WRITES)
@READS_AND_SENDS
def step(request: PartnershipRequest, product: UUID, step: str) -> HttpResponse:
    """A step of its life, with what is still to do before it."""
    page = ProductPage(request.here, found(request, product))
    known = _step(page, step)
    needs_reason = rules.REASON_GATE in known.gates
    shut = gates.shut(gates.states_of(page.product, known, today=page.today))
    todo = [(gate, *fix_of(request, page.product, gate, page.stop)) for gate in shut]
    state = page.framework.get("states", known.to_state)

    def do(request: PartnershipRequest, page: ProductPage, clean: Clean) -> None:
        facts = {"reason": clean.get("reason", ""), "today": page.today, "version": version_of(clean)}
        changes.take_step(page.product, known.code, **facts, **signed(request))

    deed = Deed(
        ReasonForm if needs_reason else StepForm,
        known.name,
        known.name,
        f"The product is now: {state.name[0].lower()}{state.name[1:]}.",
        do,
        why_not=why_not_move(request.here, page.product)
        or rules.why_not_step(page.framework, page.product.state, known),
        text=state.meaning,
        shown={"todo": todo, "is_shut": bool(todo)},
        kind="warning" if state.ends and needs_reason else "primary",
    )
    return act(request, page, deed)


def _step(page: ProductPage, code: str) -> Step:
    if code not in page.framework.codes("steps"):
        raise Http404
    found_step: Step = page.framework.get("steps", code)
    return found_step


@partnership_page(*permissions.WRITES)
@READS_AND_SENDS
def gate(request: PartnershipRequest, product: UUID, gate: str) -> HttpResponse:
    """How something needed was met, or why to go on without it."""
    page = ProductPage(request.here, found(request, product))
    if gate not in page.framework.codes("gates"):
        raise Http404
    known, is_waiver = page.framework.get("gates", gate), gate in gates.WAIVABLE

    def do(request: PartnershipRequest, page: ProductPage, clean: Clean) -> None:
        facts = {"on": clean.get("on"), "note": clean["note"], "is_waiver": is_waiver}
        changes.record_gate(page.product, gate, **facts, **signed(request))

    title = f"Go on without: {known.name[0].lower()}{known.name[1:]}" if is_waiver else known.name
    deed = Deed(
        WaiverForm if is_waiver else GateForm,
        title,
        "Save",
        "It is on record.",
        do,
        why_not=why_not_record_gate(request.here, page.product, gate),
        text=known.message,
    )
    return act(request, page, deed)


def _at(page: ProductPage) -> Stop:
    if page.stop is None:
        raise Refused(NOT_HERE)
    return page.stop


@partnership_page(*permissions.CONSIDERS)
@READS_AND_SENDS
def consider(request: PartnershipRequest, product: UUID) -> HttpResponse:
    """What the group said; the next one has it from now."""
    page = ProductPage(request.here, found(request, product))
    stop = _at(page)
    if stop.part == Stop.Part.SIGN_OFF:
        raise Refused("Here each safeguarding partner signs off separately.")

    def do(request: PartnershipRequest, page: ProductPage, clean: Clean) -> None:
        facts = {"outcome": clean["outcome"], "words": clean["words"], "today": page.today}
        changes.consider(stop, **facts, **signed(request))

    decides = stop.part == Stop.Part.DECIDE
    name = page.framework.get("groups", stop.group_code).name
    deed = Deed(
        ConsiderForm,
        f"{'Decision' if decides else 'Advice'} of the {name}",
        "Save and pass it on",
        "It is recorded, and the product has gone on.",
        do,
        why_not=why_not_consider(request.here, stop),
        facts={"part": stop.part},
        shown={"views": list(stop.views.all()), "earlier": [one for one in page.lap if one.words]},
    )
    return act(request, page, deed)


@partnership_page(*permissions.CONSIDERS, "sign_off")
@READS_AND_SENDS
def send_back(request: PartnershipRequest, product: UUID) -> HttpResponse:
    """Back to work, with the reason."""
    page = ProductPage(request.here, found(request, product))
    stop = _at(page)

    def do(request: PartnershipRequest, page: ProductPage, clean: Clean) -> None:
        changes.send_back(stop, reason=clean["reason"], today=page.today, **signed(request))

    deed = Deed(
        ReasonForm,
        "Send it back for more work",
        "Send it back",
        "It was sent back. Whoever leads it was told why.",
        do,
        why_not=why_not_send_back(request.here, stop),
        text="When it is handed in again, it travels its route from the start. Sign-offs do not stand any more.",
        kind="warning",
    )
    return act(request, page, deed)


@partnership_page(*permissions.VIEWS)
@READS_AND_SENDS
def view(request: PartnershipRequest, product: UUID) -> HttpResponse:
    """What a member thinks before the group meets."""
    page = ProductPage(request.here, found(request, product))
    stop = _at(page)

    def do(request: PartnershipRequest, page: ProductPage, clean: Clean) -> None:
        facts = {"view": clean["view"], "words": clean["words"], "organisation": _own(request, stop)}
        changes.give_view(stop, **facts, **signed(request))

    mine = [one for one in stop.views.all() if one.actor_id == request.here.person.actor_id]
    deed = Deed(
        ViewForm,
        "Say what you think before the meeting",
        "Send",
        "Your view is recorded. You can change it until the group has met.",
        do,
        why_not=why_not_view(request.here, stop),
        text="The group decides when it meets. Everybody who may see this product reads your view.",
        facts={"initial": _first_view(request, mine)},
        shown={"views": list(stop.views.all())},
    )
    return act(request, page, deed)


def _first_view(request: PartnershipRequest, mine: list[StopView]) -> dict[str, str]:
    """What the form begins with: what one said before, and the view that a button of the briefing chose."""
    said = {"view": mine[-1].view, "words": mine[-1].words} if mine else {}
    chosen = request.GET.get("view", "")
    return said | {"view": chosen} if chosen in StopView.View.values else said


def _own(request: PartnershipRequest, stop: Stop) -> Organisation:
    """The organisation for which the person sits in the group."""
    code = stop.group.code if stop.group else ""
    seats = [seat for seat in request.here.holdings if seat.group_code == code] or list(request.here.holdings)
    row: Organisation = bodies_of(request.here.partnership).get(pk=seats[0].organisation_id)
    return row
