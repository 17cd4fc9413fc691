"""An incident from awareness to the decision on a local review, each partner deciding for itself."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from lineofsight.engine.clocks import add_working_days, london_day
from lineofsight.foundation.handbook.queries import framework_in_use
from lineofsight.foundation.partnership.holding import must
from lineofsight.foundation.partnership.models import Organisation, Partnership
from lineofsight.foundation.partnership.numbering import next_reference
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.sources.reviews import queries, rules
from lineofsight.sources.reviews.changes.holding import enter, give_subject, hold, tell_group, wind, write
from lineofsight.sources.reviews.models import (
    Incident,
    IncidentTheme,
    PartnerDecision,
    PracticeReview,
    Proceeding,
    RapidReview,
    ScrutineerComment,
    TimetableDay,
)


@transaction.atomic
def consider(
    partnership: Partnership,
    *,
    summary: str,
    aware_on: date,
    incident_on: date | None,
    duty_holder: Organisation,
    child_died: bool = False,
    is_looked_after: bool = False,
    is_care_leaver: bool = False,
    is_led_here: bool = True,
    other_partnership: str = "",
    themes: Iterable[str] = (),
    by: Doer,
    now: datetime,
) -> Incident:
    """An incident under a reference of our own. Its first clock starts with the day of awareness."""
    today = london_day(now)
    must(
        rules.why_not_in_order([("The day it happened", incident_on), ("The day of awareness", aware_on)], today=today)
    )
    if not is_led_here and not other_partnership.strip():
        raise Refused("Say which partnership leads.")
    made = Incident.objects.create(
        partnership=partnership, reference=next_reference(partnership, "I", year=today.year), summary=summary,
        aware_on=aware_on, incident_on=incident_on, duty_holder=duty_holder, child_died=child_died,
        is_looked_after=is_looked_after, is_care_leaver=is_care_leaver, is_led_here=is_led_here,
        other_partnership=other_partnership,
    )  # fmt: skip
    known = set(framework_in_use(partnership, on=today).codes("themes"))
    IncidentTheme.objects.bulk_create([IncidentTheme(incident=made, code=code) for code in set(themes) & known])
    give_subject(made)
    wind(made)
    tell_group(made, key="new", text=f"{made.reference} is to be considered.", today=today)
    enter(made, "reviews.consider", by=by, reference=made.reference, aware_on=aware_on, incident_on=incident_on)
    return made


@transaction.atomic
def describe(
    incident: Incident, *, summary: str, duty_holder: Organisation, child_died: bool, is_looked_after: bool,
    is_care_leaver: bool, is_led_here: bool, other_partnership: str, themes: Iterable[str], by: Doer, now: datetime,
    version: int,
) -> Incident:  # fmt: skip
    """What kind of incident it is and who leads; the clocks of a death in care or of a care leaver follow."""
    held = hold(incident, version=version)
    must("Say which partnership leads." if not is_led_here and not other_partnership.strip() else None)
    facts = {"summary": summary, "child_died": child_died, "is_looked_after": is_looked_after,
             "is_care_leaver": is_care_leaver, "is_led_here": is_led_here, "other_partnership": other_partnership}  # fmt: skip
    before = {name: getattr(held, name) for name in facts}
    known = set(framework_in_use(held.partnership, on=london_day(now)).codes("themes"))
    held.themes.all().delete()
    IncidentTheme.objects.bulk_create([IncidentTheme(incident=held, code=code) for code in set(themes) & known])
    fresh = write(held, duty_holder=duty_holder, **facts)
    record(
        fresh.partnership.chain, by=by, deed="reviews.describe", subject=fresh.subject, before=before,
        after=facts | {"duty_holder": duty_holder.name},
    )  # fmt: skip
    return fresh


@transaction.atomic
def correct_dates(
    incident: Incident, *, aware_on: date, incident_on: date | None, reason: str, by: Doer, now: datetime, version: int
) -> Incident:
    """Put right when it happened and when the authority became aware, with the reason; the clocks are worked out again."""
    held = hold(incident, version=version)
    days = [
        ("The day it happened", incident_on),
        ("The day of awareness", aware_on),
        ("The notification", held.notified_on),
    ]
    must(rules.why_not_in_order(days, today=london_day(now)))
    must(None if reason.strip() else "Write the reason.")
    before = {"aware_on": held.aware_on, "incident_on": held.incident_on}
    fresh = write(held, aware_on=aware_on, incident_on=incident_on)
    after = {"aware_on": aware_on, "incident_on": incident_on}
    record(
        fresh.partnership.chain,
        by=by,
        deed="reviews.correct_dates",
        subject=fresh.subject,
        before=before,
        after=after,
        note=reason,
    )
    return fresh


@transaction.atomic
def decide(
    incident: Incident, *, stage: str, organisation: Organisation, choice: str, reason: str, decided_on: date, by: Doer,
    now: datetime,
) -> PartnerDecision:  # fmt: skip
    """What one safeguarding partner decided at a stage. Each decides for itself; a later decision stands beside the earlier one."""
    held = hold(incident)
    today = london_day(now)
    if organisation not in queries.partners(held.partnership, on=decided_on):
        raise Refused(f"{organisation.name} is not one of the safeguarding partners.")
    must(None if reason.strip() else "Write the reason.")
    must(rules.why_not_in_order([("The day of awareness", held.aware_on), ("The decision", decided_on)], today=today))
    made = PartnerDecision.objects.create(
        incident=held, stage=stage, organisation=organisation, choice=choice, reason=reason, decided_on=decided_on,
        at=now, actor_id=by.actor_id, role=by.role,
    )  # fmt: skip
    enter(held, "reviews.decide", by=by, note=reason, stage=stage, organisation=organisation.name, choice=choice)
    return made


def must_have_decided(held: Incident, stage: str, outcome: str, *, on: date) -> None:
    """Refuse until each of the safeguarding partners of the day has decided for itself."""
    decided = {key: row.choice for key, row in queries.decisions_of(held, stage).items()}
    partners = [partner.pk for partner in queries.partners(held.partnership, on=on)]
    must(rules.why_not_settle_stage(stage, decided=decided, partners=partners, outcome=outcome))


@transaction.atomic
def do_not_notify(
    incident: Incident, *, reason: str, other_learning: str, decided_on: date, by: Doer, now: datetime, version: int
) -> Incident:
    """It does not meet the criteria: with the reason, and how else we learn from it."""
    held = hold(incident, version=version)
    must(rules.why_not(held.state, rules.NOT_NOTIFIED))
    must(
        None if reason.strip() and other_learning.strip() else "Write the reason, and how else you will learn from it."
    )
    must_have_decided(held, rules.NOTIFY, rules.NO, on=decided_on)
    fresh = write(
        held, state=rules.NOT_NOTIFIED, not_notified_reason=reason, other_learning=other_learning, decided_on=decided_on
    )
    enter(fresh, "reviews.do_not_notify", by=by, note=reason, other_learning=other_learning)
    return fresh


@transaction.atomic
def notify(incident: Incident, *, notified_on: date, by: Doer, now: datetime, version: int) -> Incident:
    """The notification was sent to the Panel and to the partners. A rapid review begins, with its timetable."""
    held = hold(incident, version=version)
    today = london_day(now)
    must(rules.why_not(held.state, rules.NOTIFIED))
    must(
        rules.why_not_in_order(
            [("The day of awareness", held.aware_on), ("The notification", notified_on)], today=today
        )
    )
    # The duty to notify is the local authority's alone, so it does not wait for the others; their views are kept beside it.
    review = RapidReview.objects.create(incident=held)
    TimetableDay.objects.bulk_create(
        TimetableDay(review=review, code=day.code, name=day.name, on=add_working_days(notified_on, day.working_day))
        for day in rules.days()
    )
    fresh = write(held, state=rules.NOTIFIED, notified_on=notified_on, decided_on=held.decided_on or notified_on)
    tell_group(fresh, key="rapid", text=f"{fresh.reference}: the rapid review has begun.", today=today)
    enter(fresh, "reviews.notify", by=by, notified_on=notified_on)
    return fresh


@transaction.atomic
def decide_outcome(
    incident: Incident, *, outcome: str, reason: str, decided_on: date, by: Doer, now: datetime, version: int
) -> Incident:
    """What the rapid review comes to. A local review starts its own clock on this day, not on the day of the notification."""
    held = hold(incident, version=version)
    today = london_day(now)
    wanted = rules.REVIEW if outcome in (rules.LOCAL_REVIEW, rules.NATIONAL) else rules.NO_REVIEW
    must(rules.why_not(held.state, wanted))
    must(None if reason.strip() else "Write the reason.")
    must(rules.why_not_in_order([("The notification", held.notified_on), ("The decision", decided_on)], today=today))
    must_have_decided(held, rules.HOLD, rules.YES if outcome == rules.LOCAL_REVIEW else rules.NO, on=decided_on)
    RapidReview.objects.filter(incident=held).update(outcome=outcome, outcome_reason=reason, decided_on=decided_on)
    if outcome == rules.LOCAL_REVIEW:
        PracticeReview.objects.get_or_create(incident=held, defaults={"initiated_on": decided_on})
        fresh = write(held, state=rules.REVIEW)
    else:
        fresh = write(held, state=rules.NO_REVIEW)
    enter(fresh, "reviews.decide_outcome", by=by, note=reason, outcome=outcome, decided_on=decided_on)
    return fresh


@transaction.atomic
def comment(incident: Incident, *, stage: str, text: str, by: Doer, now: datetime) -> ScrutineerComment:
    """What the Independent Scrutineer says to a stage; it is kept as it was written."""
    held = hold(incident)
    made = ScrutineerComment.objects.create(incident=held, stage=stage, text=text, at=now, actor_id=by.actor_id)
    enter(held, "reviews.comment", by=by, stage=stage, text=text)
    return made


@transaction.atomic
def add_proceeding(incident: Incident, *, kind: str, began_on: date, note: str, by: Doer, now: datetime) -> Proceeding:
    """Something else that goes on. It changes no clock."""
    held = hold(incident)
    made = Proceeding.objects.create(incident=held, kind=kind, began_on=began_on, note=note)
    enter(held, "reviews.add_proceeding", by=by, kind=kind, began_on=began_on, note_text=note)
    return made
