"""The rapid review's work, the local review's dates and publication, and what is agreed when a clock will be late."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from lineofsight.engine.clocks import london_day
from lineofsight.foundation.notices import changes as notices
from lineofsight.foundation.partnership.holding import ChangedMeanwhile, must
from lineofsight.foundation.partnership.models import Organisation, Role
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.partnership.queries import people_who_may
from lineofsight.foundation.trail.changes import Doer, subject_for
from lineofsight.sources.reviews import rules
from lineofsight.sources.reviews.changes.holding import RESTRICTED, enter, hold, write
from lineofsight.sources.reviews.changes.incidents import must_have_decided
from lineofsight.sources.reviews.models import (
    ClockRun,
    CoveredItem,
    Incident,
    PracticeReview,
    RapidReview,
    SummaryRequest,
    TimetableDay,
)


@transaction.atomic
def ask_for_summaries(
    incident: Incident, asked: Iterable[tuple[Organisation, Role | None]], *, due_on: date, by: Doer, now: datetime
) -> int:
    """Ask agencies what they know and did; an agency that was asked before is not asked twice. The number asked now."""
    held = hold(incident)
    review = RapidReview.objects.filter(incident=held).first()
    if review is None:
        raise Refused("There is no rapid review without a notification.")
    there = set(review.summaries.values_list("organisation_id", flat=True))
    made = [_ask(held, review, body, role, due_on=due_on, now=now) for body, role in asked if body.pk not in there]
    if made:
        enter(
            held,
            "reviews.ask_for_summaries",
            by=by,
            due_on=due_on,
            organisations=[str(one.organisation) for one in made],
        )
    return len(made)


def _ask(
    held: Incident, review: RapidReview, body: Organisation, role: Role | None, *, due_on: date, now: datetime
) -> SummaryRequest:
    partnership = held.partnership
    one = SummaryRequest(
        partnership=partnership, review=review, organisation=body, role=role, asked_at=now, due_on=due_on
    )
    path = f"/p/{partnership.slug}/reviews/summaries/{one.pk}/"
    one.subject = subject_for(
        partnership.chain, room="reviews", kind="summary_request", key=one.pk, title=f"{held.reference}: {body.name}",
        may_read=RESTRICTED, path=path, marking="OFFICIAL-SENSITIVE",
    )  # fmt: skip
    one.save(force_insert=True)
    people = people_who_may(partnership, "log_products", today=london_day(now), organisation_id=body.pk)
    text = f"{held.reference}: send what your organisation knows by {due_on.day} {due_on:%B}."
    # Without the subject: only the review group may read that, and the text says no more than the reference and the day.
    notices.tell(people, key=f"summary:{one.pk}:ask", text=text, path=path, chain=partnership.chain)
    return one


@transaction.atomic
def give_summary(
    one: SummaryRequest, *, not_involved: bool, involvement: str = "", good_practice: str = "", learning: str = "",
    immediate_action: str = "", by: Doer, now: datetime, version: int,
) -> SummaryRequest:  # fmt: skip
    """What the agency knows and did; or that it was not involved. It can be given again until the review is sent."""
    if one.review.sent_on is not None:
        raise Refused("The rapid review was sent to the Panel already.")
    if not not_involved and not involvement.strip():
        raise Refused("Say how your organisation was involved.")
    state = SummaryRequest.State.NOT_INVOLVED if not_involved else SummaryRequest.State.GIVEN
    written = SummaryRequest.objects.filter(pk=one.pk, version=version).update(
        state=state, involvement=involvement, good_practice=good_practice, learning=learning, version=F("version") + 1,
        immediate_action=immediate_action, given_at=now, given_by_id=by.actor_id,
    )  # fmt: skip
    if not written:
        raise ChangedMeanwhile("Somebody else saved this summary while you were writing it.")
    one.refresh_from_db()
    notices.settle(key_prefix=f"summary:{one.pk}:")
    enter(one.review.incident, "reviews.give_summary", by=by, organisation=one.organisation.name, state=state)
    return one


@transaction.atomic
def cover(incident: Incident, *, item: str, text: str, by: Doer, now: datetime, version: int) -> CoveredItem:
    """What the rapid review says to one thing that it must cover. `version` is 0 for the first text."""
    held = hold(incident)
    if item not in {one.code for one in rules.items()}:
        raise Refused("This is not on the list of what a rapid review covers.")
    facts = {"text": text, "at": now, "actor_id": by.actor_id}
    if version:
        written = CoveredItem.objects.filter(review_id=held.pk, item=item, version=version).update(
            version=F("version") + 1, **facts
        )
        if not written:
            raise ChangedMeanwhile("Somebody else saved this text while you were writing it.")
        made = CoveredItem.objects.get(review_id=held.pk, item=item)
    else:
        made, is_new = CoveredItem.objects.get_or_create(review_id=held.pk, item=item, defaults=facts)
        if not is_new:
            raise ChangedMeanwhile("Somebody else wrote this text while you were writing it.")
    enter(held, "reviews.cover", by=by, item=item)
    return made


@transaction.atomic
def tick_day(day: TimetableDay, *, done_on: date | None, by: Doer) -> TimetableDay:
    """A part of the timetable is done, or not after all."""
    TimetableDay.objects.filter(pk=day.pk).update(done_on=done_on)
    day.refresh_from_db()
    enter(day.review.incident, "reviews.tick_day", by=by, part=day.code, done_on=done_on)
    return day


@transaction.atomic
def send_rapid_review(incident: Incident, *, sent_on: date, by: Doer, now: datetime, version: int) -> Incident:
    """It was sent to the Panel, with the decision and everything that it must cover."""
    held = hold(incident, version=version)
    review = RapidReview.objects.filter(incident=held).first()
    must("There is no rapid review without a notification." if review is None else None)
    assert review is not None
    must(None if review.outcome else "Record the decision first: it is sent with the review.")
    written = set(review.covered.exclude(text="").values_list("item", flat=True))
    missing = [one.name for one in rules.items() if one.code not in written]
    must(f"It does not cover yet: {'; '.join(missing)}." if missing else None)
    days = [("The notification", held.notified_on), ("The day it was sent", sent_on)]
    must(rules.why_not_in_order(days, today=london_day(now)))
    RapidReview.objects.filter(incident=held).update(sent_on=sent_on, version=F("version") + 1)
    fresh = write(held)
    enter(fresh, "reviews.send_rapid_review", by=by, sent_on=sent_on)
    return fresh


@transaction.atomic
def panel_replies(
    incident: Incident, *, view: str, words: str, replied_on: date, by: Doer, now: datetime, version: int
) -> Incident:
    """What the Panel said. When it asks for more, or challenges, the partners may decide again."""
    held = hold(incident, version=version)
    review = RapidReview.objects.filter(incident=held, sent_on__isnull=False).first()
    must("It was not sent to the Panel yet." if review is None else None)
    assert review is not None
    days = [("The day it was sent", review.sent_on), ("The Panel’s reply", replied_on)]
    must(rules.why_not_in_order(days, today=london_day(now)))
    RapidReview.objects.filter(incident=held).update(
        panel_view=view, panel_words=words, panel_replied_on=replied_on, version=F("version") + 1
    )
    fresh = write(held)
    enter(fresh, "reviews.panel_replies", by=by, note=words, view=view, replied_on=replied_on)
    return fresh


PLAN_FIELDS = (
    "reviewer", "independence", "terms", "looks_at_from", "looks_at_to", "family", "practitioners_met_on", "legal_check",
    "planned_for", "sent_on",
)  # fmt: skip


@transaction.atomic
def plan_review(incident: Incident, *, by: Doer, now: datetime, version: int, **facts: Any) -> Incident:
    """Who reviews, what, with whom, and the planned day of publication, which starts the clock that runs before it."""
    held = hold(incident, version=version)
    must(None if held.state == rules.REVIEW else "There is no local review under way.")
    unknown = set(facts) - set(PLAN_FIELDS)
    if unknown:
        raise TypeError(f"A local review has no {', '.join(sorted(unknown))}.")
    PracticeReview.objects.filter(incident=held).update(version=F("version") + 1, **facts)
    fresh = write(held)
    enter(fresh, "reviews.plan_review", by=by, **facts)
    return fresh


@transaction.atomic
def publish(
    incident: Incident, *, publication: str, reason: str = "", instead: str = "", published_on: date, by: Doer,
    now: datetime, version: int,
) -> Incident:  # fmt: skip
    """Published, in full or so that nobody can be recognised; or not, with the reason and what is published instead."""
    held = hold(incident, version=version)
    is_out = publication != PracticeReview.Publication.NOT
    must(rules.why_not(held.state, rules.PUBLISHED if is_out else rules.NOT_PUBLISHED))
    must(
        "Write the reason, and what is published instead."
        if not is_out and not (reason.strip() and instead.strip())
        else None
    )
    review = PracticeReview.objects.get(incident=held)
    must("Record who checked it in law, and when." if is_out and not review.legal_check.strip() else None)
    must("Record when the full report was sent ahead of publication." if is_out and review.sent_on is None else None)
    days = [("The decision to hold the review", review.initiated_on), ("The day of publication", published_on)]
    must(rules.why_not_in_order(days, today=london_day(now)))
    must_have_decided(held, rules.PUBLISH, rules.YES if is_out else rules.NO, on=published_on)
    PracticeReview.objects.filter(incident=held).update(
        publication=publication, publication_reason=reason, published_instead=instead, published_on=published_on,
        version=F("version") + 1,
    )  # fmt: skip
    fresh = write(held, state=rules.PUBLISHED if is_out else rules.NOT_PUBLISHED)
    enter(fresh, "reviews.publish", by=by, note=reason, publication=publication, published_on=published_on)
    return fresh


@transaction.atomic
def expect_late(
    clock: ClockRun, *, expected_on: date, reason: str, agreed_with: str, agreed_on: date, by: Doer, now: datetime
) -> ClockRun:
    """It will be late: until when, why, and with whom that was agreed. The clock runs on; nothing pauses it."""
    must(None if reason.strip() and agreed_with.strip() else "Write the reason, and with whom it was agreed.")
    if clock.due_on is None or expected_on <= clock.due_on:
        raise Refused("The expected day must be after the day on which it is due.")
    facts = {
        "expected_on": expected_on,
        "late_reason": reason,
        "late_agreed_with": agreed_with,
        "late_agreed_on": agreed_on,
    }
    ClockRun.objects.filter(pk=clock.pk).update(**facts)
    clock.refresh_from_db()
    enter(
        clock.incident,
        "reviews.expect_late",
        by=by,
        note=reason,
        clock=clock.code,
        expected_on=expected_on,
        agreed_with=agreed_with,
    )
    return clock
