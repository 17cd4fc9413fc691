"""Serious incidents of the made-up county: all invented, and none about anybody.

One is not notified. One went from Christmas 2025 to a published review. One ran over the August bank holiday and has its local
review under way. One is in the middle of its rapid review, with a summary late. And a national review is being answered.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from typing import Any

from lineofsight.config.demo.clock import Happening, moment
from lineofsight.config.demo.county import COMMUNITY, EAST_HOSPITALS, HOSPITALS, County
from lineofsight.sources.reviews import changes, rules
from lineofsight.sources.reviews.models import Incident, NationalReview, SummaryRequest

GROUP, SCRUTINEER, MANAGER = "review-group-member", "independent-scrutineer", "business-manager"
COUNCIL, BOARD, POLICE = "Westmarch County Council", "NHS Westmarch Integrated Care Board", "Westmarch Police"
MENTAL, SCHOOLS = "Westmarch Mental Health NHS Trust", "Westmarch Schools Forum"
CHRISTMAS = "Serious harm to an infant who was not brought to appointments"
AUGUST = "Serious harm to a teenager outside the home"
AUTUMN = "Serious injury of an infant"
FEVER = "Sudden illness of a child in care, who recovered"
Do = Callable[..., Any]


def happenings(county: County) -> Iterator[Happening]:
    """Every deed at its moment."""
    for story in (_published, _august, _autumn, _not_notified, _national, _of_an_agency):
        yield from story(county)


def _at(day: date, hour: int, do: Do, *arguments: Any, **facts: Any) -> Happening:
    return Happening(moment(day, hour), partial(do, *arguments, **facts))


def _published(county: County) -> Iterator[Happening]:
    """Aware six days before Christmas, notified in five working days, reviewed in 15, published within six months."""
    yield _at(
        date(2025, 12, 19),
        9,
        _consider,
        county,
        CHRISTMAS,
        date(2025, 12, 19),
        date(2025, 12, 17),
        themes=("not-brought",),
    )
    yield from _all_decide(
        county, CHRISTMAS, date(2025, 12, 22), "yes", "An infant was seriously harmed, and neglect is likely."
    )
    yield _at(date(2025, 12, 29), 11, _notify, county, CHRISTMAS)
    yield _at(
        date(2025, 12, 30), 9, _ask, county, CHRISTMAS, (COUNCIL, POLICE, COMMUNITY, HOSPITALS), due=date(2026, 1, 14)
    )
    for number, name in enumerate((COUNCIL, POLICE, COMMUNITY, HOSPITALS)):
        yield _at(date(2026, 1, 8 + number), 10, _answer, county, CHRISTMAS, name)
    yield from _cover(county, CHRISTMAS, date(2026, 1, 15), 5)
    yield from _all_decide(
        county, CHRISTMAS, date(2026, 1, 19), "yes", "Four agencies each held a part of the picture."
    )
    yield _at(
        date(2026, 1, 19),
        13,
        _comment,
        county,
        CHRISTMAS,
        "I agree. The review should ask who added the missed visits up.",
    )
    yield _at(
        date(2026, 1, 19),
        15,
        _outcome,
        county,
        CHRISTMAS,
        "local_review",
        "How agencies share missed visits must be looked at.",
    )
    yield _at(date(2026, 1, 20), 10, _send, county, CHRISTMAS)
    yield _at(date(2026, 2, 3), 10, _panel, county, CHRISTMAS, "agreed", "The Panel agrees with your decision.")
    yield _at(date(2026, 2, 9), 10, _plan, county, CHRISTMAS, {
        "reviewer": "An independent reviewer from another region",
        "independence": "Never worked in the county; declared in writing.",
        "terms": "How did agencies notice and share that an infant was not brought?",
        "family": "The family was asked twice and wrote a letter.",
        "looks_at_from": date(2024, 9, 1), "looks_at_to": date(2025, 12, 19), "planned_for": date(2026, 7, 14),
    })  # fmt: skip
    yield _at(date(2026, 7, 1), 10, _plan, county, CHRISTMAS, {
        "practitioners_met_on": date(2026, 4, 23), "legal_check": "The council’s solicitor read the whole report on 24 June 2026.",
        "sent_on": date(2026, 7, 1),
    })  # fmt: skip
    yield from _all_decide(county, CHRISTMAS, date(2026, 7, 9), "yes", "It names nobody, and others can learn from it.")
    yield _at(date(2026, 7, 14), 12, _publish, county, CHRISTMAS)


def _august(county: County) -> Iterator[Happening]:
    """Aware in the week of the August bank holiday; the local review runs, and will be late because of a trial."""
    yield _at(
        date(2026, 8, 26), 9, _consider, county, AUGUST, date(2026, 8, 26), date(2026, 8, 22), themes=("exploitation",)
    )
    yield _at(
        date(2026, 8, 27),
        9,
        _proceed,
        county,
        AUGUST,
        "criminal",
        "The police lead. Witnesses are not to be spoken to yet.",
    )
    yield from _all_decide(
        county, AUGUST, date(2026, 8, 28), "yes", "The harm is serious and exploitation is suspected."
    )
    yield _at(date(2026, 9, 2), 11, _notify, county, AUGUST)
    yield _at(date(2026, 9, 3), 9, _ask, county, AUGUST, (COUNCIL, POLICE, SCHOOLS), due=date(2026, 9, 16))
    for number, name in enumerate((COUNCIL, POLICE, SCHOOLS)):
        yield _at(date(2026, 9, 14 + number), 10, _answer, county, AUGUST, name)
    yield from _cover(county, AUGUST, date(2026, 9, 18), 5)
    yield from _all_decide(
        county, AUGUST, date(2026, 9, 22), "yes", "We do not know yet how children were found and helped."
    )
    yield _at(
        date(2026, 9, 22), 15, _outcome, county, AUGUST, "local_review", "There is more to learn across three agencies."
    )
    yield _at(date(2026, 9, 23), 10, _send, county, AUGUST)
    yield _at(
        date(2026, 10, 7), 10, _panel, county, AUGUST, "more", "The Panel asks how you will hear from the young person."
    )
    yield _at(
        date(2026, 10, 12),
        14,
        _late,
        county,
        AUGUST,
        "LCSPR",
        date(2027, 6, 30),
        "The trial ends in May; practitioners are witnesses.",
    )


def _autumn(county: County) -> Iterator[Happening]:
    """In the middle of its rapid review: two of five summaries are in, one is late, two of five parts are written."""
    yield _at(
        date(2026, 10, 1), 9, _consider, county, AUTUMN, date(2026, 10, 1), date(2026, 9, 28), themes=("not-brought",)
    )
    yield from _all_decide(
        county, AUTUMN, date(2026, 10, 5), "yes", "An infant was seriously injured and nobody can explain it."
    )
    yield _at(date(2026, 10, 7), 11, _notify, county, AUTUMN)
    yield _at(
        date(2026, 10, 8),
        9,
        _ask,
        county,
        AUTUMN,
        (COUNCIL, POLICE, COMMUNITY, EAST_HOSPITALS, MENTAL),
        due=date(2026, 10, 20),
    )
    yield _at(date(2026, 10, 8), 10, _tick, county, AUTUMN, "ask")
    for number, name in enumerate((POLICE, COMMUNITY)):
        yield _at(date(2026, 10, 15 + number), 10, _answer, county, AUTUMN, name)
    yield from _cover(county, AUTUMN, date(2026, 10, 19), 2)
    yield _at(
        date(2026, 10, 20),
        14,
        _comment,
        county,
        AUTUMN,
        "I would like the group to look at who saw the father, and when.",
    )


def _not_notified(county: County) -> Iterator[Happening]:
    """Looked at by all three, who each decided that it does not meet the criteria; the learning goes another way."""
    yield _at(date(2026, 6, 8), 9, _consider, county, FEVER, date(2026, 6, 8), date(2026, 6, 6), is_looked_after=True)
    yield from _all_decide(
        county, FEVER, date(2026, 6, 10), "no", "Nobody suspects abuse or neglect. The child is well again."
    )
    yield _at(date(2026, 6, 11), 11, _not_notify, county, FEVER)


def _national(county: County) -> Iterator[Happening]:
    """Added in September; some agencies have answered, and one recommendation was taken up."""
    yield _at(date(2026, 9, 7), 10, _add_national, county)
    yield _at(
        date(2026, 9, 18),
        10,
        _respond,
        county,
        COUNCIL,
        1,
        "yes",
        "Every plan for an infant now names who saw the father.",
    )
    yield _at(
        date(2026, 9, 21),
        10,
        _respond,
        county,
        COMMUNITY,
        1,
        "yes",
        "Health visitors ask about fathers at each first visit.",
    )
    yield _at(
        date(2026, 9, 24),
        10,
        _respond,
        county,
        POLICE,
        2,
        "partly",
        "We share what we know within a day, at weekends too late.",
    )
    yield _at(date(2026, 10, 2), 10, _take_up, county)


def _of_an_agency(county: County) -> Iterator[Happening]:
    """A trust's own investigation, reported to the sub-group."""
    yield _at(date(2026, 9, 28), 10, _report_agency, county)


def _one(county: County, summary: str) -> Incident:
    found: Incident = Incident.objects.for_partnership(county.partnership).select_related(
        "partnership__chain", "subject"
    ).get(summary=summary)  # fmt: skip
    return found


def _consider(county: County, summary: str, aware: date, happened: date, now: datetime, **facts: Any) -> None:
    changes.consider(county.partnership, summary=summary, aware_on=aware, incident_on=happened,
                     duty_holder=county.demo.organisations[COUNCIL], by=county.doer(GROUP), now=now, **facts)  # fmt: skip


def _all_decide(county: County, summary: str, day: date, choice: str, reason: str) -> Iterator[Happening]:
    for minute, name in enumerate((COUNCIL, BOARD, POLICE)):
        yield Happening(moment(day, 10, minute), partial(_decide, county, summary, name, choice, reason))


def _decide(county: County, summary: str, name: str, choice: str, reason: str, now: datetime) -> None:
    held = _one(county, summary)
    changes.decide(held, stage=rules.STAGE_OF[held.state], organisation=county.demo.organisations[name], choice=choice,
                   reason=reason, decided_on=now.date(), by=county.doer(MANAGER), now=now)  # fmt: skip


def _notify(county: County, summary: str, now: datetime) -> None:
    held = _one(county, summary)
    changes.notify(held, notified_on=now.date(), by=county.doer(GROUP), now=now, version=held.version)


def _not_notify(county: County, summary: str, now: datetime) -> None:
    held = _one(county, summary)
    changes.do_not_notify(
        held, reason="No abuse or neglect is known or suspected, and the child recovered within days.",
        other_learning="The care home and the community trust look together at how illness in the night is noticed.",
        decided_on=now.date(), by=county.doer(GROUP), now=now, version=held.version,
    )  # fmt: skip


def _ask(county: County, summary: str, names: tuple[str, ...], now: datetime, *, due: date) -> None:
    asked = [(county.demo.organisations[name], None) for name in names]
    changes.ask_for_summaries(_one(county, summary), asked, due_on=due, by=county.doer(MANAGER), now=now)


def _answer(county: County, summary: str, name: str, now: datetime) -> None:
    rows = SummaryRequest.objects.for_partnership(county.partnership).select_related(
        "organisation", "review__incident__partnership__chain", "review__incident__subject"
    )
    one = rows.get(review__incident__summary=summary, organisation__name=name)
    changes.give_summary(
        one, not_involved=False, involvement="Child A and Parent 1 were known to us for two years. We saw them nine times.",
        good_practice="One worker kept asking and wrote down what was said.", version=one.version, now=now,
        learning="What we noted was not added to what others noted.", by=county.supplier(name),
        immediate_action="We looked at every open case of the same team.",
    )  # fmt: skip


COVERED = (
    "Four agencies knew the family. Nobody knew what all four knew together.",
    "The other children in the home are safe. A plan was made on the same day.",
    "Missed appointments are counted by each agency, and added up by none.",
    "An interpreter was used in three of nine visits. We do not know why not in the others.",
    "We look at how missed appointments are shared, and who asks after them.",
)


def _cover(county: County, summary: str, day: date, count: int) -> Iterator[Happening]:
    for number, item in enumerate(rules.items()[:count]):
        yield Happening(moment(day, 11, number), partial(_write, county, summary, item.code, COVERED[number]))


def _write(county: County, summary: str, item: str, text: str, now: datetime) -> None:
    changes.cover(_one(county, summary), item=item, text=text, by=county.doer(GROUP), now=now, version=0)


def _tick(county: County, summary: str, code: str, now: datetime) -> None:
    day = _one(county, summary).rapid_review.timetable.get(code=code)
    changes.tick_day(day, done_on=now.date(), by=county.doer(MANAGER))


def _comment(county: County, summary: str, text: str, now: datetime) -> None:
    held = _one(county, summary)
    changes.comment(held, stage=rules.STAGE_OF[held.state], text=text, by=county.doer(SCRUTINEER), now=now)


def _outcome(county: County, summary: str, outcome: str, reason: str, now: datetime) -> None:
    held = _one(county, summary)
    changes.decide_outcome(held, outcome=outcome, reason=reason, decided_on=now.date(), by=county.doer(GROUP), now=now,
                           version=held.version)  # fmt: skip


def _send(county: County, summary: str, now: datetime) -> None:
    held = _one(county, summary)
    changes.send_rapid_review(held, sent_on=now.date(), by=county.doer(GROUP), now=now, version=held.version)


def _panel(county: County, summary: str, view: str, words: str, now: datetime) -> None:
    held = _one(county, summary)
    changes.panel_replies(
        held, view=view, words=words, replied_on=now.date(), by=county.doer(GROUP), now=now, version=held.version
    )


def _plan(county: County, summary: str, facts: dict[str, Any], now: datetime) -> None:
    held = _one(county, summary)
    changes.plan_review(held, by=county.doer(GROUP), now=now, version=held.version, **facts)


def _publish(county: County, summary: str, now: datetime) -> None:
    held = _one(county, summary)
    changes.publish(
        held, publication="anonymised", published_on=now.date(), by=county.doer(GROUP), now=now, version=held.version
    )


def _proceed(county: County, summary: str, kind: str, note: str, now: datetime) -> None:
    changes.add_proceeding(
        _one(county, summary), kind=kind, began_on=now.date(), note=note, by=county.doer(GROUP), now=now
    )


def _late(county: County, summary: str, code: str, expected: date, reason: str, now: datetime) -> None:
    clock = (
        _one(county, summary).clocks.select_related("incident__partnership__chain", "incident__subject").get(code=code)
    )
    changes.expect_late(clock, expected_on=expected, reason=reason, agreed_with="the Panel", agreed_on=now.date(),
                        by=county.doer(GROUP), now=now)  # fmt: skip


def _add_national(county: County, now: datetime) -> None:
    changes.add_national_review(
        county.partnership, title="Infants and the fathers whom nobody asked (made up)",
        published_by="The national panel (made up)",
        published_on=date(2026, 9, 3), url="", by=county.doer(MANAGER), wordings=(
            "Each agency that works with infants asks about fathers and other men in the home, and writes down the answer.",
            "Police and health share what they know of violence in the home within one working day, at weekends too.",
            "Partnerships look each year at how many infants were seen together with everybody who cares for them.",
        ),
    )  # fmt: skip


def _recommendation(county: County, number: int) -> Any:
    review = NationalReview.objects.for_partnership(county.partnership).get()
    return review.recommendations.select_related("review__partnership__chain", "review__subject").get(number=number)


def _respond(county: County, name: str, number: int, applies: str, words: str, now: datetime) -> None:
    changes.respond(_recommendation(county, number), organisation=county.demo.organisations[name], applies=applies,
                    response=words, by=county.supplier(name), now=now)  # fmt: skip


def _take_up(county: County, now: datetime) -> None:
    changes.take_up(_recommendation(county, 3), organisation=None, due_on=date(2027, 3, 31), by=county.doer(MANAGER), now=now,
                    today=now.date())  # fmt: skip


def _report_agency(county: County, now: datetime) -> None:
    changes.report_agency_review(
        county.partnership, organisation=county.demo.organisations[HOSPITALS], title="Review of a late scan after a fall",
        process="patient_safety", incident_on=date(2026, 7, 3), by=county.supplier(HOSPITALS), now=now, today=now.date(),
        learning="A scan was asked for and then forgotten at the change of shift. A list now follows each child.",
        for_others="Every ward can be asked: who holds the list at night?",
    )  # fmt: skip
