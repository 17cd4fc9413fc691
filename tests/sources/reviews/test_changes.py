"""An incident across a bank-holiday week, from awareness to publication; its clocks; who decides; what is refused."""

from datetime import UTC, date, datetime

import pytest

from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership.models import Organisation, Partnership
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer
from lineofsight.sources.reviews import changes, queries, rules
from lineofsight.sources.reviews.models import ClockRun, Incident, PartnerDecision
from tests import making

pytestmark = pytest.mark.django_db
BY = making.SYSTEM


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@pytest.fixture
def partners(partnership: Partnership) -> list[Organisation]:
    kinds = {"Westmarch Council": "local_authority", "Westmarch ICB": "icb", "Westmarch Police": "police"}
    return [making.an_organisation(partnership, name, kind=kind) for name, kind in kinds.items()]


def considered(
    partnership: Partnership, partners: list[Organisation], *, aware_on: date = date(2026, 12, 16)
) -> Incident:
    return changes.consider(
        partnership, summary="Serious injury of an infant", aware_on=aware_on, incident_on=date(2026, 12, 14),
        duty_holder=partners[0], by=BY, now=at(date(2026, 12, 23)),
    )  # fmt: skip


def all_decide(incident: Incident, partners: list[Organisation], stage: str, choice: str, on: date) -> None:
    for partner in partners:
        changes.decide(incident, stage=stage, organisation=partner, choice=choice, reason="We think so", decided_on=on,
                       by=BY, now=at(on))  # fmt: skip


def due(incident: Incident) -> dict[str, tuple[date, date | None, date | None]]:
    return {
        clock.code: (clock.started_on, clock.due_on, clock.ended_on)
        for clock in ClockRun.objects.filter(incident=incident)
    }


def test_notification_is_due_five_working_days_after_awareness_and_not_after_the_incident(
    partnership: Partnership, partners: list[Organisation]
) -> None:
    incident = considered(partnership, partners)
    assert due(incident) == {"SIN": (date(2026, 12, 16), date(2026, 12, 23), None)}


def test_rapid_review_runs_from_the_notification_over_the_bank_holidays(
    partnership: Partnership, partners: list[Organisation]
) -> None:
    incident = considered(partnership, partners)
    notified = changes.notify(incident, notified_on=date(2026, 12, 23), by=BY, now=at(date(2026, 12, 23)), version=1)
    assert due(notified) == {
        "SIN": (date(2026, 12, 16), date(2026, 12, 23), date(2026, 12, 23)),
        "RR": (date(2026, 12, 23), date(2027, 1, 18), None),
    }
    assert [(day.code, day.on) for day in notified.rapid_review.timetable.all()] == [
        ("ask", date(2026, 12, 24)),
        ("collect", date(2027, 1, 11)),
        ("meeting", date(2027, 1, 12)),
        ("sign-off", date(2027, 1, 15)),
        ("send", date(2027, 1, 18)),
    ]


def test_whole_path_from_awareness_to_publication(partnership: Partnership, partners: list[Organisation]) -> None:
    incident = considered(partnership, partners)
    changes.notify(incident, notified_on=date(2026, 12, 23), by=BY, now=at(date(2026, 12, 23)), version=1)
    day = date(2027, 1, 15)
    facts = {"by": BY, "now": at(day)}
    with pytest.raises(Refused, match="3 safeguarding partners have not decided yet"):
        changes.decide_outcome(incident, outcome="local_review", reason="To learn", decided_on=day, version=2, **facts)  # type: ignore[arg-type]
    all_decide(incident, partners, "review", "yes", day)
    held = changes.decide_outcome(
        incident, outcome="local_review", reason="To learn", decided_on=day, version=2, **facts
    )  # type: ignore[arg-type]
    assert (held.state, due(held)["LCSPR"]) == ("review", (day, date(2027, 7, 15), None))
    with pytest.raises(Refused, match="It does not cover yet: The facts"):
        changes.send_rapid_review(held, sent_on=day, version=held.version, **facts)  # type: ignore[arg-type]
    for item in rules.items():
        changes.cover(held, item=item.code, text="What we know", version=0, **facts)  # type: ignore[arg-type]
    sent = changes.send_rapid_review(held, sent_on=day, version=held.version, **facts)  # type: ignore[arg-type]
    assert due(sent)["RR"][2] == day
    later = at(date(2027, 2, 1))
    replied = changes.panel_replies(sent, view="agreed", words="We agree", replied_on=date(2027, 2, 1), by=BY, now=later,
                                    version=sent.version)  # fmt: skip
    assert due(replied)["PANEL"][2] == date(2027, 2, 1)
    planned = changes.plan_review(replied, reviewer="A reviewer", planned_for=date(2027, 6, 25), by=BY, now=later,
                                  version=replied.version)  # fmt: skip
    assert due(planned)["LCSPR-PRE"] == (date(2027, 6, 25), date(2027, 6, 16), None)
    out = date(2027, 6, 25)
    all_decide(planned, partners, "publish", "yes", out)
    with pytest.raises(Refused, match="Record who checked it in law"):
        changes.publish(planned, publication="full", published_on=out, by=BY, now=at(out), version=planned.version)
    ready = changes.plan_review(planned, legal_check="A solicitor, 1 June", sent_on=date(2027, 6, 14), by=BY, now=at(out),
                                version=planned.version)  # fmt: skip
    done = changes.publish(ready, publication="anonymised", published_on=out, by=BY, now=at(out), version=ready.version)
    assert done.state == "published"
    assert {code: ended for code, (_, _, ended) in due(done).items()} == {
        "SIN": date(2026, 12, 23), "RR": day, "PANEL": date(2027, 2, 1), "LCSPR": out, "LCSPR-PRE": date(2027, 6, 14),
    }  # fmt: skip


def test_not_notified_needs_each_partners_decision_a_reason_and_other_learning(
    partnership: Partnership, partners: list[Organisation]
) -> None:
    incident, day = considered(partnership, partners), date(2026, 12, 21)
    facts = {"decided_on": day, "by": BY, "now": at(day), "version": 1}
    with pytest.raises(Refused, match="how else you will learn"):
        changes.do_not_notify(incident, reason="No abuse", other_learning="", **facts)  # type: ignore[arg-type]
    all_decide(incident, partners, "notify", "no", day)
    done = changes.do_not_notify(incident, reason="No abuse", other_learning="A team review", **facts)  # type: ignore[arg-type]
    assert (done.state, due(done)["SIN"][2]) == ("not_notified", day)
    with pytest.raises(Refused, match="no rapid review without a notification"):
        changes.decide_outcome(
            done, outcome="no_review", reason="x", decided_on=day, by=BY, now=at(day), version=done.version
        )


def test_a_partners_second_decision_stands_beside_the_first(
    partnership: Partnership, partners: list[Organisation]
) -> None:
    incident = considered(partnership, partners)
    for choice in ("no", "yes"):
        changes.decide(incident, stage="notify", organisation=partners[1], choice=choice, reason="Why",
                       decided_on=date(2026, 12, 18), by=BY, now=at(date(2026, 12, 18)))  # fmt: skip
    assert PartnerDecision.objects.count() == 2
    assert queries.decisions_of(incident, "notify")[partners[1].pk].choice == "yes"


def test_days_out_of_order_and_in_the_future_are_refused_in_words(
    partnership: Partnership, partners: list[Organisation]
) -> None:
    with pytest.raises(Refused, match="The day of awareness is before: the day it happened"):
        considered(partnership, partners, aware_on=date(2026, 12, 1))
    with pytest.raises(Refused, match="The day of awareness is in the future"):
        considered(partnership, partners, aware_on=date(2027, 1, 1))
    assert Incident.objects.count() == 0


def test_clocks_warn_before_and_escalate_after_once_and_no_proceeding_pauses_them(
    partnership: Partnership, partners: list[Organisation]
) -> None:
    member = making.a_member(partnership, "review-group-member", organisation=partners[0])
    chief = making.a_member(partnership, "executive-member", organisation=partners[1])
    incident = considered(partnership, partners)
    changes.add_proceeding(
        incident, kind="criminal", began_on=date(2026, 12, 17), note="", by=BY, now=at(date(2026, 12, 17))
    )
    assert due(incident)["SIN"][1] == date(2026, 12, 23)
    days = [date(2026, 12, day) for day in (19, 20, 21, 24, 25)]
    run = [changes.warn_and_escalate(partnership, today=day, now=at(day)) for day in days]
    assert run == [(0, 0), (1, 0), (0, 0), (0, 1), (0, 0)]
    keys = Notice.objects.filter(key__contains=":clock:SIN:").order_by("pk")
    assert [(notice.person, notice.kind) for notice in keys if notice.key.endswith("escalated")] == [
        (chief.person, "urgent")
    ]
    assert {notice.person for notice in keys if notice.key.endswith("warn")} >= {member.person}


def test_a_clock_that_will_be_late_keeps_reason_and_agreement_and_runs_on(
    partnership: Partnership, partners: list[Organisation]
) -> None:
    incident = considered(partnership, partners)
    clock, day = ClockRun.objects.get(incident=incident), date(2026, 12, 20)
    with pytest.raises(Refused, match="must be after"):
        changes.expect_late(
            clock, expected_on=date(2026, 12, 23), reason="x", agreed_with="Panel", agreed_on=day, by=BY, now=at(day)
        )
    late = changes.expect_late(clock, expected_on=date(2026, 12, 30), reason="Facts are missing", agreed_with="The Panel",
                               agreed_on=day, by=BY, now=at(day))  # fmt: skip
    assert (late.due_on, late.expected_on, late.ended_on) == (date(2026, 12, 23), date(2026, 12, 30), None)


def test_agencies_are_asked_once_chased_and_may_say_they_were_not_involved(
    partnership: Partnership, partners: list[Organisation]
) -> None:
    making.a_member(partnership, "agency-lead", organisation=partners[2])
    incident = changes.notify(considered(partnership, partners), notified_on=date(2026, 12, 23), by=BY,
                              now=at(date(2026, 12, 23)), version=1)  # fmt: skip
    asked = [(partner, None) for partner in partners[1:]]
    facts = {"due_on": date(2027, 1, 11), "by": BY, "now": at(date(2026, 12, 24))}
    assert [changes.ask_for_summaries(incident, asked, **facts) for _ in range(2)] == [2, 0]  # type: ignore[arg-type]
    assert changes.chase_summaries(partnership, today=date(2027, 1, 8)) == 1
    one = incident.rapid_review.summaries.get(organisation=partners[2])
    given = changes.give_summary(one, not_involved=True, by=BY, now=at(date(2027, 1, 8)), version=1)
    assert (given.state, changes.chase_summaries(partnership, today=date(2027, 1, 10))) == ("not_involved", 0)


def test_a_national_review_has_a_response_of_each_agency_and_becomes_a_recommendation(
    partnership: Partnership, partners: list[Organisation]
) -> None:
    day = date(2026, 11, 1)
    review = changes.add_national_review(
        partnership,
        title="Infants",
        published_by="The Panel",
        published_on=day,
        url="",
        wordings=["Do this", "Do that"],
        by=BY,
    )
    first = review.recommendations.first()
    for applies in ("no", "partly"):
        changes.respond(first, organisation=partners[1], applies=applies, response="We looked", by=BY, now=at(day))
    local = changes.take_up(first, organisation=None, due_on=None, by=BY, now=at(day), today=day)
    assert (local.wording, first.responses.count()) == ("Do this", 2)
    first.refresh_from_db()
    assert changes.take_up(first, organisation=None, due_on=None, by=BY, now=at(day), today=day) == local


def test_two_people_at_once_lose_nothing(partnership: Partnership, partners: list[Organisation]) -> None:
    incident, day = considered(partnership, partners), date(2026, 12, 23)
    changes.notify(incident, notified_on=day, by=BY, now=at(day), version=1)
    with pytest.raises(changes.ChangedMeanwhile):
        changes.correct_dates(
            incident,
            aware_on=date(2026, 12, 15),
            incident_on=None,
            reason="Wrong",
            by=Doer.system(),
            now=at(day),
            version=1,
        )
