"""At the meeting: it took place, what was said, decided, agreed to do and asked."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from lineofsight.cycle.products.models import Stop
from lineofsight.foundation.partnership.guards import PartnershipRequest, now, partnership_page
from lineofsight.governance.meetings import forms
from lineofsight.governance.meetings.changes import deciding
from lineofsight.governance.meetings.changes import meeting as changes
from lineofsight.governance.meetings.models import AgendaItem
from lineofsight.governance.meetings.queries.agenda import day_of
from lineofsight.governance.meetings.queries.decisions import partners
from lineofsight.governance.meetings.queries.reading import group_may, seats_of
from lineofsight.governance.meetings.rules import states
from lineofsight.governance.meetings.views.acting import READS_AND_SENDS, Clean, Deed, Nothing, act, version_of
from lineofsight.governance.meetings.views.sections import (
    EDIT,
    as_choices,
    found_item,
    found_to_edit,
    seat_chosen,
    seats,
    url,
)

SIGNS_APART = "Each Lead Safeguarding Partner signs this product off on the product’s own page. Record here what the meeting said."


@partnership_page(EDIT)
@READS_AND_SENDS
def hold(request: PartnershipRequest, meeting: UUID) -> HttpResponse:
    """It took place."""
    held = found_to_edit(request, meeting)

    def do(clean: Clean) -> None:
        changes.hold(held, by=request.here.doer, now=now(), today=request.here.today, version=version_of(clean))

    text = "Views close, and minutes can be written. You can still record decisions, actions and challenges."
    return act(
        request,
        Deed("The meeting took place", "Yes, it took place", Nothing, do, url(request, "meetings:meeting", held.pk),
             done="Now write the minutes.", caption=held.title, text=text, version=held.version,
             why_not=states.why_not_hold(held.state)),
    )  # fmt: skip


@partnership_page(EDIT)
@READS_AND_SENDS
def note(request: PartnershipRequest, meeting: UUID, item: UUID) -> HttpResponse:
    """What was said, for the minutes."""
    row = found_item(request, meeting, item, to_edit=True)

    def do(clean: Clean) -> None:
        changes.note(row, notes=clean["notes"], by=request.here.doer, now=now(), version=version_of(clean))

    return act(
        request,
        Deed("Note what was said", "Save", forms.NoteForm, do, url(request, "meetings:item", meeting, item),
             done="Your note is saved.", caption=row.title, version=row.version, initial={"notes": row.notes},
             why_not=states.why_not_record(row.meeting.state), saved=lambda saved: {"notes": saved.notes}),
    )  # fmt: skip


@partnership_page(EDIT)
@READS_AND_SENDS
def decide(request: PartnershipRequest, meeting: UUID, item: UUID) -> HttpResponse:
    """What was decided, why, and where each safeguarding partner stood."""
    row = found_item(request, meeting, item, to_edit=True)
    here, bodies = request.here, partners(request.here.partnership)
    must_stand = group_may(seats_of(row.meeting.group, on=day_of(row.meeting)), "decide")

    def do(clean: Clean) -> str:
        made = deciding.decide(row, taken_from(clean, bodies), by=here.doer, now=now(), today=here.today)
        return f"{made.reference} is recorded."

    choices = {"partners": bodies, "must_stand": must_stand, "outcomes": _outcomes(row)}
    signs = row.stop is not None and row.stop.part == Stop.Part.SIGN_OFF
    return act(
        request,
        Deed("Record a decision", "Record it", forms.DecisionForm, do, url(request, "meetings:item", meeting, item),
             caption=row.title, text=SIGNS_APART if signs else "", choices=choices,
             why_not=states.why_not_record(row.meeting.state)),
    )  # fmt: skip


def _outcomes(row: AgendaItem) -> list[Any]:
    """What a decision can mean for the product; nothing where it waits for no group any more or partners must sign."""
    if row.stop is None or row.stop.state != Stop.State.HERE or row.stop.part == Stop.Part.SIGN_OFF:
        return []
    return Stop.Outcome.choices[1:]


def taken_from(clean: Clean, bodies: list[Any]) -> deciding.Taken:
    """What the form says was decided."""
    stood = {body: (clean[f"stood_{body.pk}"], clean[f"because_{body.pk}"]) for body in bodies}
    return deciding.Taken(
        text=clean["text"], reasons=clean["reasons"], options=clean["options"], outcome=clean.get("outcome", ""),
        review_on=clean["review_on"], positions={body: said for body, said in stood.items() if said[0]},
    )  # fmt: skip


@partnership_page(EDIT)
@READS_AND_SENDS
def action(request: PartnershipRequest, meeting: UUID, item: UUID) -> HttpResponse:
    """Who does what by when; both are needed."""
    row, roles = found_item(request, meeting, item, to_edit=True), seats(request.here)
    decisions = {str(one.pk): one for one in row.decisions.select_related("subject").order_by("reference")}

    def do(clean: Clean) -> str:
        owner = seat_chosen(roles, clean["owner"])
        if owner is None:
            raise LookupError(clean["owner"])
        made = changes.agree_action(
            row, text=clean["text"], organisation=owner.organisation, owner=owner, due_on=clean["due_on"],
            decision=decisions.get(clean.get("decision", "")), by=request.here.doer, now=now(), today=request.here.today,
        )  # fmt: skip
        return f"{made.reference} is recorded, and its owner is told."

    choices = {
        "seats": as_choices(roles),
        "decisions": [(key, f"{one.reference}: {one}") for key, one in decisions.items()],
    }
    initial = {"decision": next(reversed(decisions), "")}
    return act(
        request,
        Deed("Record an action", "Record it", forms.ActionForm, do, url(request, "meetings:item", meeting, item),
             caption=row.title, choices=choices, initial=initial, why_not=states.why_not_record(row.meeting.state)),
    )  # fmt: skip


@partnership_page(EDIT)
@READS_AND_SENDS
def challenge(request: PartnershipRequest, meeting: UUID, item: UUID) -> HttpResponse:
    """A question that somebody asked, and who answers it by when."""
    row, roles = found_item(request, meeting, item, to_edit=True), seats(request.here)
    sitting = seats_of(row.meeting.group, on=day_of(row.meeting))
    bodies = {str(seat.role.organisation_id): seat.role.organisation for seat in sitting}
    bodies = bodies or {str(one.pk): one for one in partners(request.here.partnership)}

    def do(clean: Clean) -> str:
        to_role = seat_chosen(roles, clean["to_role"])
        if to_role is None:
            raise LookupError(clean["to_role"])
        made = changes.make_challenge(
            row, question=clean["question"], to_role=to_role, due_on=clean["due_on"], evidence=clean["evidence"],
            organisation=bodies[clean["organisation"]], by=request.here.doer, now=now(), today=request.here.today,
        )  # fmt: skip
        return f"{made.reference} is recorded, and whoever must answer is told."

    choices = {"seats": as_choices(roles), "bodies": [(key, one.name) for key, one in bodies.items()]}
    return act(
        request,
        Deed("Record a challenge", "Record it", forms.ChallengeForm, do, url(request, "meetings:item", meeting, item),
             caption=row.title, choices=choices, why_not=states.why_not_record(row.meeting.state)),
    )  # fmt: skip
