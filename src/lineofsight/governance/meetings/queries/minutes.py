"""What minutes are drafted from, and whose items a meeting made."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from lineofsight.cycle.findings.models import Action
from lineofsight.foundation.partnership.queries import Here, memberships_of
from lineofsight.governance.meetings.models import AgendaItem, Attendance, Decision, Meeting, Position
from lineofsight.governance.meetings.queries.agenda import day_of
from lineofsight.governance.meetings.queries.reading import Seat, everybody_may_read, needs_of, seats_of
from lineofsight.governance.meetings.rules import minutes

HEADINGS = (
    (Attendance.Kind.PRESENT, "Present"),
    (Attendance.Kind.DEPUTY, "Represented by a deputy"),
    (Attendance.Kind.APOLOGIES, "Apologies"),
    (Attendance.Kind.ABSENT, "Absent"),
)


def facts_of(meeting: Meeting) -> minutes.MeetingFacts:
    """The meeting as its minutes tell it; items that not everybody of the group may read are not told. Eight queries."""
    seats = seats_of(meeting.group, on=day_of(meeting))
    may = everybody_may_read(seats)
    return minutes.MeetingFacts(
        title=meeting.title,
        starts_at=timezone.localtime(meeting.starts_at),
        place=meeting.place,
        chair=str(meeting.chair) if meeting.chair else "",
        came=_came(meeting, seats),
        items=[_item(item, hidden=not needs_of(item) <= may) for item in with_outcomes(meeting)],
    )


def with_outcomes(meeting: Meeting) -> QuerySet[AgendaItem]:
    """The standing items with what came of each: decisions with positions, actions, challenges."""
    positions = Prefetch("positions", Position.objects.select_related("organisation").order_by("organisation__name"))
    decided = Decision.objects.exclude(standing=Decision.Standing.WITHDRAWN).order_by("reference")
    rows = AgendaItem.objects.for_partnership(meeting.partnership).filter(meeting=meeting, withdrawn_at__isnull=True)
    rows = rows.select_related("stop__product__subject", "about", "presenter__organisation")
    return rows.prefetch_related(
        Prefetch("decisions", decided.prefetch_related(positions)),
        "actions__action__owner__organisation",
        "actions__action__subject",
        "challenges__challenge__to_role__organisation",
        "challenges__challenge__subject",
    )


def _item(item: AgendaItem, *, hidden: bool) -> minutes.ItemFacts:
    if hidden:
        return minutes.ItemFacts("", "", "", hidden=True)
    return minutes.ItemFacts(
        title=item.title,
        purpose=item.get_purpose_display(),
        notes=item.notes,
        decisions=[_decision(one) for one in item.decisions.all()],
        actions=[_action(one.action) for one in item.actions.all()],
        challenges=[_challenge(one.challenge) for one in item.challenges.all()],
    )


def _decision(one: Decision) -> minutes.DecisionFacts:
    positions = [(held.organisation.name, held.get_kind_display(), held.reason) for held in one.positions.all()]
    return minutes.DecisionFacts(one.reference, one.text, one.reasons, one.options, positions, one.review_on)


def _action(one: Action) -> minutes.ActionFacts:
    return minutes.ActionFacts(one.reference, one.text, str(one.owner) if one.owner else "", one.due_on)


def _challenge(one: Any) -> minutes.ChallengeFacts:
    return minutes.ChallengeFacts(one.reference, one.question, str(one.to_role), one.due_on)


def _came(meeting: Meeting, seats: Sequence[Seat]) -> list[tuple[str, list[str]]]:
    rows = Attendance.objects.filter(meeting=meeting).select_related("role__organisation")
    names = {seat.role.pk: ", ".join(person.name for person in seat.people[:1]) for seat in seats}
    held = sorted(rows, key=lambda one: (one.role.organisation.name, one.role.title))
    return [
        (heading, [_seat(one, names.get(one.role_id, "")) for one in held if one.kind == kind])
        for kind, heading in HEADINGS
    ]


def _seat(one: Attendance, name: str) -> str:
    who = one.deputy_name if one.kind == Attendance.Kind.DEPUTY else name
    return f"{one.role}{f': {who}' if who else ''}"


def actions_of(meeting: Meeting) -> list[Action]:
    """The actions that were agreed at the meeting, with their owners; one query."""
    rows = Action.objects.for_partnership(meeting.partnership).filter(agreed_under__item__meeting=meeting)
    return list(rows.select_related("owner__organisation", "organisation", "subject").order_by("due_on", "reference"))


def own_actions(here: Here, meeting: Meeting) -> list[Action]:
    """Those of them whose role the person holds; two queries."""
    mine = {one.role_id for one in memberships_of(here.person, today=here.today)}
    return [one for one in actions_of(meeting) if one.owner_id in mine]
