"""Signed acts on charts: a note, a new baseline, a point left out; what is said of a measure; how good figures are."""

from datetime import date, datetime

from django.db import transaction

from lineofsight.foundation.partnership.models import Area, Organisation
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.sources.dashboard.changes.states import refresh
from lineofsight.sources.dashboard.models import Annotation, DataQuality, Measure, Narrative, Series


@transaction.atomic
def annotate(
    measure: Measure,
    *,
    kind: str,
    period: date,
    reason: str,
    organisation: Organisation | None = None,
    area: Area | None = None,
    by: Doer,
    now: datetime,
    today: date,
) -> Annotation:
    """A note, a new baseline or an exclusion, signed. The last two change limits, so states are worked out again."""
    if not reason.strip():
        raise Refused("Say why. The reason stands on the chart with your name.")
    made = Annotation.objects.create(
        measure=measure,
        organisation=organisation,
        area=area,
        kind=kind,
        period=period,
        reason=reason.strip(),
        at=now,
        by_id=by.actor_id,
        role=by.role,
    )
    after = {"kind": kind, "period": period, "organisation": str(organisation or ""), "area": str(area or "")}
    _work_out_again(measure, made, by=by, now=now, today=today)
    record(
        measure.partnership.chain, by=by, deed="dashboard.annotate", subject=measure.subject, after=after, note=reason
    )
    return made


@transaction.atomic
def withdraw(annotation: Annotation, *, reason: str, by: Doer, now: datetime, today: date) -> None:
    """Take it back: it stays in the history, and limits are again as without it."""
    written = Annotation.objects.filter(pk=annotation.pk, withdrawn_at__isnull=True).update(
        withdrawn_at=now, withdrawn_by_id=by.actor_id
    )
    if not written:
        raise Refused("Somebody withdrew this already.")
    measure = annotation.measure
    _work_out_again(measure, annotation, by=by, now=now, today=today)
    before = {"kind": annotation.kind, "period": annotation.period, "reason": annotation.reason}
    record(
        measure.partnership.chain,
        by=by,
        deed="dashboard.withdraw_annotation",
        subject=measure.subject,
        before=before,
        note=reason,
    )


def _work_out_again(measure: Measure, annotation: Annotation, *, by: Doer, now: datetime, today: date) -> None:
    if annotation.kind == Annotation.Kind.NOTE:
        return
    rows = Series.objects.for_partnership(measure.partnership).filter(version__measure=measure)
    if annotation.organisation_id is not None:
        rows = rows.filter(organisation=annotation.organisation_id)
    if annotation.area_id is not None:
        rows = rows.filter(area=annotation.area_id)
    refresh(measure.partnership, series_ids=rows.values_list("pk", flat=True), now=now, today=today, by=by)


@transaction.atomic
def say(
    measure: Measure,
    *,
    period: date,
    changed: str,
    why: str,
    so_what: str,
    what_next: str,
    by: Doer,
    now: datetime,
) -> Narrative:
    """What changed, why, so what for children, what next: a new row each time, signed and dated."""
    said = {"changed": changed.strip(), "why": why.strip(), "so_what": so_what.strip(), "what_next": what_next.strip()}
    if not any(said.values()):
        raise Refused("Write something in at least one of the four boxes.")
    made = Narrative.objects.create(measure=measure, period=period, at=now, by_id=by.actor_id, role=by.role, **said)
    after = {**said, "period": period}
    record(measure.partnership.chain, by=by, deed="dashboard.say", subject=measure.subject, after=after)
    return made


@transaction.atomic
def rate_quality(
    measure: Measure, organisation: Organisation, *, rating: str, reason: str, by: Doer, now: datetime
) -> DataQuality:
    """How good one organisation's figures for a measure are, and why; a new row each time."""
    made = DataQuality.objects.create(
        measure=measure, organisation=organisation, rating=rating, reason=reason, at=now, by_id=by.actor_id
    )
    after = {"organisation": organisation.name, "rating": rating}
    record(
        measure.partnership.chain,
        by=by,
        deed="dashboard.rate_quality",
        subject=measure.subject,
        after=after,
        note=reason,
    )
    return made
