"""Opening a round of data returns: who is asked for which measures, and by default those that their kind of agency owns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.urls import reverse

from lineofsight.cycle.requests import queries as requests
from lineofsight.cycle.requests.changes import asking
from lineofsight.cycle.requests.models import Request, Round
from lineofsight.foundation.partnership.models import Organisation, Participation, Partnership, Role
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.sources.dashboard.models import Measure, RequestedMeasure
from lineofsight.sources.dashboard.returns import queries


@dataclass(frozen=True, slots=True)
class Plan:
    """What one organisation would be asked."""

    organisation: Organisation
    measures: tuple[Measure, ...]
    role: Role | None
    deputy_role: Role | None = None
    split_by_area: frozenset[str] = field(default_factory=frozenset)


def plans(partnership: Partnership, *, frequencies: Iterable[str], today: date) -> list[Plan]:
    """What each organisation of the partnership would be asked by default: only those that own a measure."""
    wanted = list(frequencies)
    taking_part = Participation.objects.for_partnership(partnership).on(today).select_related("organisation")
    found = []
    for one in taking_part.order_by("organisation__name"):
        measures = queries.measures_for(partnership, one.organisation.kind, frequencies=wanted)
        if measures:
            found.append(plan_for(partnership, one.organisation, measures, today=today))
    return found


def plan_for(partnership: Partnership, organisation: Organisation, measures: Sequence[Measure], *, today: date) -> Plan:
    """The plan for one organisation: its first seats that can send returns, by district where the measure is split so."""
    seats = requests.seats_for(partnership, organisation.pk, today=today)
    versions = queries.versions_by_measure(partnership)
    split = frozenset(
        measure.code for measure in measures if "district" in versions[measure.code][-1].breakdowns.split()
    )
    role, deputy = (*seats, None, None)[:2]
    return Plan(organisation, tuple(measures), role, deputy, split)


def request_path(request: Request) -> str:
    """The page where an agency answers a request."""
    return reverse("returns:request", args=[request.partnership.slug, request.pk])


@transaction.atomic
def open_data_round(
    partnership: Partnership,
    *,
    title: str,
    period_start: date,
    period_end: date,
    opens_on: date,
    due_on: date,
    asked: Sequence[Plan],
    by: Doer,
    today: date,
) -> Round:
    """The round with its requests and measures; whoever is asked is told at once when it opens today."""
    round_ = asking.open_round(
        partnership,
        title=title,
        period_start=period_start,
        period_end=period_end,
        opens_on=opens_on,
        due_on=due_on,
        asked=[asking.Asked(plan.organisation, plan.role, plan.deputy_role) for plan in asked],
        path_of=request_path,
        by=by,
    )
    by_organisation = {request.organisation_id: request for request in round_.requests.all()}
    RequestedMeasure.objects.bulk_create(
        RequestedMeasure(
            request=by_organisation[plan.organisation.pk], measure=measure, by_area=measure.code in plan.split_by_area
        )
        for plan in asked
        for measure in plan.measures
    )
    if opens_on <= today:
        asking.announce(round_, today=today)
    return round_


@transaction.atomic
def change_measures(
    request: Request, *, codes: Iterable[str], by_area: Iterable[str], by: Doer, splits: Iterable[tuple[str, str]] = ()
) -> int:
    """Which measures a request asks for, and which of them by district or by a breakdown; the number.

    `splits`: pairs of a measure's code and a breakdown's. Refused once something was sent.
    """
    if request.returns.filter(state__in=["sent", "accepted"]).exists():
        raise Refused("Figures have come already. Open a new round to ask for other measures.")
    wanted, split = set(codes), set(by_area)
    measures = list(Measure.objects.for_partnership(request.partnership).filter(code__in=wanted, is_active=True))
    further: dict[str, list[str]] = {}
    for code, breakdown in splits:
        further.setdefault(code, []).append(breakdown)
    before = sorted(RequestedMeasure.objects.filter(request=request).values_list("measure__code", flat=True))
    RequestedMeasure.objects.filter(request=request).delete()
    RequestedMeasure.objects.bulk_create(
        RequestedMeasure(
            request=request,
            measure=measure,
            by_area=measure.code in split,
            splits=" ".join(further.get(measure.code, ())),
        )
        for measure in measures
    )
    asked = sorted(measure.code for measure in measures)
    after = {"measures": asked, "by_area": sorted(split & wanted), "splits": further}
    record(
        request.partnership.chain,
        by=by,
        deed="dashboard.change_requested_measures",
        subject=request.subject,
        before={"measures": before},
        after=after,
    )
    return len(measures)
