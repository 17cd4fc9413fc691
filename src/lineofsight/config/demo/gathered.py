"""Where groups met, what they decided, asked and said: past meetings with their minutes, and coming ones with their agenda."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from lineofsight.config.demo.clock import Happening, moment
from lineofsight.config.demo.county import County
from lineofsight.config.demo.followed import decision_named, of_action, source_named
from lineofsight.cycle.findings.models import Finding
from lineofsight.engine.framework.practice import EscalationStage
from lineofsight.foundation.handbook.queries import framework_in_use, version_in_use
from lineofsight.foundation.partnership.models import Group
from lineofsight.governance.challenges.changes import asking, escalating
from lineofsight.governance.challenges.models import Challenge, Escalation
from lineofsight.governance.meetings.changes import agenda, before, deciding, minutes, planned, planning
from lineofsight.governance.meetings.changes import meeting as meetings
from lineofsight.governance.meetings.changes.deciding import Proof, Taken
from lineofsight.governance.meetings.models import AgendaItem, Meeting
from lineofsight.governance.updates import changes as updates
from lineofsight.governance.updates.models import GroupUpdate
from lineofsight.governance.updates.rules import quarter_of

MANAGER, CHAIR = "business-manager", "partnership-chair"
OFFICER: Mapping[str, Any] = {
    "text": "A second officer sends the notices, and the control room at weekends", "owner": "staff-officer",
    "said": [{"on": date(2025, 11, 20), "words": "The second officer is appointed and begins on 5 January."}],
    "done": {"on": date(2026, 1, 12), "words": "Two officers are on the rota, and both have sent notices.",
             "proof": "The rota of January 2026"},
    "verified": {"on": date(2026, 1, 20), "words": "I saw the rota and ten notices of last week. All were in time."},
}  # fmt: skip
PRACTICE = "Staff name neglect earlier since they use the tool. Two teams wait for training."
SAID = {
    "practice": PRACTICE,
    "lived-experience": "Young people ask that we tell them before their worker changes. Most now say that we do.",
    "sharing": "Schools pass on first signs in three districts. Heads ask who answers them.",
    "context": "Two of six interviewers left in June, and nobody stands in for them.",
    "interconnectivity": "We read the audit on exploitation together with the group on online harm.",
    "priorities": "Neglect: on track. Exploitation: three weeks late.",
}


def happenings(county: County) -> Iterator[Happening]:
    """Every deed at its moment."""
    yield from _first_executive(county)
    yield from _decision_outside(county)
    yield from _later_meetings(county)
    yield from _coming(county)
    yield from _challenges(county)
    yield from _updates(county)


def _at(day: date, hour: int, do: Any, *facts: Any) -> Happening:
    return Happening(moment(day, hour), partial(do, *facts))


def _first_executive(county: County) -> Iterator[Happening]:
    """The warning about notices to schools: on the agenda first, decided, with an action, its minutes agreed in January."""
    day = date(2025, 10, 9)
    yield _at(date(2025, 9, 1), 9, _plan, county, "executive", day)
    yield _at(date(2025, 10, 1), 9, _agenda_out, county, "executive", day, ["Budget for training"])
    yield _at(day, 11, _decide_on_notices, county, day)
    yield _at(day, 12, _held, county, "executive", day, "The chief constable said how the rota works.")
    yield _at(date(2025, 10, 13), 10, _minutes_out, county, "executive", day)
    yield from of_action(county, OFFICER)


def _decide_on_notices(county: County, day: date, now: datetime) -> None:
    meeting, by, today = _meeting(county, "executive", day), county.doer(MANAGER), now.date()
    warned = source_named(county, "warning:signal:m42")
    item = next(one for one in _items(meeting) if one.about_id == (warned.pk if warned else None))
    council, care_board, police = _partners(county)
    decided = deciding.decide(item, Taken(
        text="A second officer sends the notices from January, and the control room at weekends",
        reasons="Schools hear too late when one person is away. It needs no new money.",
        options="A system that sends them by itself: not before 2027.",
        positions={council: ("agreed", ""), care_board: ("agreed", ""), police: ("agreed", "")},
        review_on=date(2026, 4, 23),
    ), by=by, now=now, today=today)  # fmt: skip
    owner = county.demo.members["staff-officer"].role
    meetings.agree_action(
        item, text=OFFICER["text"], organisation=owner.organisation, owner=owner, due_on=date(2026, 1, 31), decision=decided,
        by=by, now=now, today=today,
    )  # fmt: skip


def _decision_outside(county: County) -> Iterator[Happening]:
    """What children told us, decided between meetings and confirmed by the chair."""
    yield _at(date(2026, 1, 14), 16, _decide_on_workers, county)
    yield _at(date(2026, 1, 15), 9, _confirm, county, "Every child hears")
    yield _at(date(2026, 10, 19), 16, _decide_on_interviews, county)


def _decide_on_workers(county: County, now: datetime) -> None:
    finding = Finding.objects.for_partnership(county.partnership).select_related("subject").get(
        title="Children are not told when their worker changes"
    )  # fmt: skip
    deciding.record_outside(
        county.partnership,
        Taken(text="Every child hears in person, a week before, that their worker changes",
              reasons="Young people asked for it. It costs a visit and no money."),
        group=_group(county, "executive"), proof=Proof("email", "E-mails of the three partners, 12 to 14 January 2026"),
        decided_on=now.date(), about=finding.subject, by=county.doer("staff-officer"), now=now, today=now.date(),
    )  # fmt: skip


def _confirm(county: County, begins: str, now: datetime) -> None:
    held = decision_named(county, begins)
    deciding.confirm(held, sits=True, by=county.doer(CHAIR), now=now, today=now.date(), version=held.version)


def _decide_on_interviews(county: County, now: datetime) -> None:
    """Written down, and still to be confirmed: it waits on the chair’s home."""
    deciding.record_outside(
        county.partnership,
        Taken(text="Two interviewers are borrowed from Aldersham until Christmas", reasons="The posts are not filled yet."),
        group=_group(county, "executive"), proof=Proof("room", "Said by all three after the budget meeting on 19 October 2026"),
        decided_on=now.date(), about=source_named(county, "warning:signal:m31b"), by=county.doer("staff-officer"), now=now,
        today=now.date(),
    )  # fmt: skip


def _later_meetings(county: County) -> Iterator[Happening]:
    january, april, autumn = date(2026, 1, 22), date(2026, 4, 23), date(2026, 10, 15)
    yield _at(date(2025, 12, 1), 9, _plan, county, "executive", january)
    yield _at(date(2026, 1, 15), 10, _agenda_out, county, "executive", january, ["Funding for 2026 to 2027"])
    yield _at(january, 12, _held, county, "executive", january, "The split stays as it is for a year.")
    yield _at(january, 13, _agree_minutes, county, "executive", date(2025, 10, 9), january)
    yield _at(date(2026, 1, 26), 10, _minutes_out, county, "executive", january)
    yield _at(date(2026, 3, 2), 9, _plan, county, "executive", april)
    yield _at(
        date(2026, 4, 14),
        10,
        _agenda_out,
        county,
        "executive",
        april,
        ["Notices to schools: did it make a difference?"],
    )
    yield _at(
        april,
        12,
        _held,
        county,
        "executive",
        april,
        "Nine in ten notices are in time. The decision is looked at no more.",
    )
    yield _at(april, 13, _agree_minutes, county, "executive", january, april)
    yield _at(date(2026, 4, 27), 10, _minutes_out, county, "executive", april)
    yield _at(date(2026, 9, 1), 9, _plan, county, "saa", autumn)
    yield _at(date(2026, 10, 7), 10, _agenda_out, county, "saa", autumn, ["How the audits of 2027 are chosen"])
    yield _at(autumn, 11, _ask_at_meeting, county, autumn)
    yield _at(autumn, 15, _held, county, "saa", autumn, "Audits of 2027 follow the three warnings that came back.")
    yield _at(date(2026, 10, 19), 10, _draft_minutes, county, "saa", autumn)


def _ask_at_meeting(county: County, day: date, now: datetime) -> None:
    item = _items(_meeting(county, "saa", day))[-1]
    to = county.demo.members["executive-member"].role
    meetings.make_challenge(
        item, question="Why did it take four months until school records reached the police?", to_role=to,
        due_on=date(2026, 11, 13), organisation=county.demo.members["saa-chair"].role.organisation,
        evidence="Six case audits, August 2026", by=county.doer(MANAGER), now=now, today=now.date(),
    )  # fmt: skip


def _coming(county: County) -> Iterator[Happening]:
    """The Executive’s next meeting, its agenda out and commented on; others that are planned."""
    day = date(2026, 11, 5)
    yield _at(date(2026, 9, 1), 10, _plan, county, "executive", day)
    yield _at(date(2026, 9, 1), 11, _plan, county, "saa", date(2026, 11, 26))
    yield _at(date(2026, 9, 1), 12, _plan, county, "lsp", date(2026, 11, 18))
    yield _at(date(2026, 9, 1), 13, _plan, county, "executive", date(2027, 1, 21))
    yield _at(date(2026, 9, 2), 10, _plan_ahead, county)
    yield _at(date(2026, 10, 20), 9, _agenda_out, county, "executive", day, ["Funding for 2027 to 2028"])
    yield _at(date(2026, 10, 20), 16, _comment, county, day)


def _plan_ahead(county: County, now: datetime) -> None:
    for group, title, purpose, on in (
        ("executive", "Funding for 2027 to 2028", "decide", date(2026, 11, 5)),
        ("saa", "Plan of audits for 2027", "decide", date(2026, 11, 26)),
        ("lsp", "What the Executive is answerable for", "assure", date(2026, 11, 18)),
        ("executive", "The strategic plan after 2027", "decide", date(2027, 1, 21)),
    ):
        planned.plan_item(
            county.partnership, group=_group(county, group), title=title, purpose=purpose, on=on,
            owner=county.demo.members[MANAGER].role, paper_due_on=on - timedelta(days=7), by=county.doer(MANAGER),
        )  # fmt: skip


def _comment(county: County, day: date, now: datetime) -> None:
    item = _items(_meeting(county, "executive", day))[0]
    words = "Bring the figures of September, and say which district was hit first."
    before.say_before(item, view="", words=words, organisation=None, by=county.doer(CHAIR), now=now)


def _plan(county: County, group: str, day: date, now: datetime) -> None:
    sitting = planning.Sitting(day, time(10), 120, day - timedelta(days=7), "County Hall, room 2")
    planning.plan(county.partnership, group=_group(county, group), sitting=sitting, by=county.doer(MANAGER))


def _group(county: County, code: str) -> Group:
    found: Group = Group.objects.for_partnership(county.partnership).get(code=code)
    return found


def _meeting(county: County, group: str, day: date) -> Meeting:
    rows = Meeting.objects.for_partnership(county.partnership).select_related("partnership__chain", "group", "subject")
    found: Meeting = rows.get(group__code=group, starts_at__date=day)
    return found


def _items(meeting: Meeting) -> list[AgendaItem]:
    rows = AgendaItem.objects.select_related(
        "meeting__partnership__chain", "meeting__group", "meeting__subject", "stop__product__partnership",
        "stop__product__subject", "about",
    )  # fmt: skip
    return list(rows.filter(meeting=meeting, withdrawn_at__isnull=True).order_by("position"))


def _partners(county: County) -> list[Any]:
    names = ("Westmarch County Council", "NHS Westmarch Integrated Care Board", "Westmarch Police")
    return [county.demo.organisations[name] for name in names]


def _agenda_out(county: County, group: str, day: date, titles: list[str], now: datetime) -> None:
    by, meeting = county.doer(MANAGER), _meeting(county, group, day)
    agenda.build(meeting, by=by, now=now)
    there = {one.title for one in _items(meeting)}
    for title in titles:
        if title not in there:
            facts = {"purpose": "assure", "minutes_needed": 15, "summary": ""}
            agenda.add_item(_meeting(county, group, day), title=title, by=by, now=now, **facts)  # type: ignore[arg-type]
    held = _meeting(county, group, day)
    agenda.send_agenda(held, by=by, now=now, today=now.date(), version=held.version)


def _held(county: County, group: str, day: date, said: str, now: datetime) -> None:
    by, meeting = county.doer(MANAGER), _meeting(county, group, day)
    item = _items(meeting)[-1]
    meetings.note(item, notes=said, by=by, now=now, version=item.version)
    roles = [one.role for one in county.demo.members.values() if one.role.group_id == meeting.group_id]
    came = dict.fromkeys(roles, ("present", ""))
    before.record_attendance(meeting, came, by=by, now=now, today=now.date())
    held = _meeting(county, group, day)
    meetings.hold(held, by=by, now=now, today=now.date(), version=held.version)


def _draft_minutes(county: County, group: str, day: date, now: datetime) -> None:
    held = _meeting(county, group, day)
    minutes.draft(held, by=county.doer(MANAGER), now=now, version=held.version)


def _minutes_out(county: County, group: str, day: date, now: datetime) -> None:
    _draft_minutes(county, group, day, now)
    held = _meeting(county, group, day)
    minutes.send(held, by=county.doer(MANAGER), now=now, today=now.date(), version=held.version)


def _agree_minutes(county: County, group: str, of: date, at: date, now: datetime) -> None:
    held = _meeting(county, group, of)
    minutes.agree(held, at=_meeting(county, group, at), by=county.doer(MANAGER), now=now, version=held.version)


def _challenges(county: County) -> Iterator[Happening]:
    """A chief’s question that was answered and changed something, two that wait, and three disagreements between agencies."""
    yield _at(date(2026, 2, 5), 9, _ask_the_chair, county)
    yield _at(date(2026, 2, 19), 9, _answer_the_chief, county)
    yield _at(date(2026, 2, 26), 9, _settle_it, county)
    yield _at(date(2026, 10, 1), 9, _ask_about_interviews, county)
    for day, stage, facts in DISAGREED:
        yield _at(day, 15, _escalate, county, stage, facts)
        if "outcome" in facts:
            yield _at(facts["settled_on"], 15, _end_escalation, county, facts)


def _ask_the_chair(county: County, now: datetime) -> None:
    chief = county.demo.members["lead-safeguarding-partner"].role
    asking.ask_executive(
        county.partnership, question="How do we know that the money for early help reaches the children who need it first?",
        due_on=date(2026, 2, 27), organisation=chief.organisation, evidence="The budget paper of January",
        by=county.doer("lead-safeguarding-partner"), now=now, today=now.date(),
    )  # fmt: skip


def _challenge(county: County, begins: str) -> Challenge:
    rows = Challenge.objects.for_partnership(county.partnership).select_related("partnership__chain", "subject")
    found: Challenge = rows.get(question__startswith=begins)
    return found


def _answer_the_chief(county: County, now: datetime) -> None:
    held = _challenge(county, "How do we know")
    words = (
        "We did not. Half of it went to the two districts with the fewest children in need. From April it follows need."
    )
    asking.answer(
        held, words=words, seats=frozenset({held.to_role_id}), by=county.doer(CHAIR), now=now, version=held.version
    )


def _settle_it(county: County, now: datetime) -> None:
    held = _challenge(county, "How do we know")
    asking.settle(
        held, outcome="The budget is split by need from April 2026.",
        effect="Kingsmoor and Greyport have four more family workers.", by=county.doer("lead-safeguarding-partner"), now=now,
        today=now.date(), version=held.version,
    )  # fmt: skip


def _ask_about_interviews(county: County, now: datetime) -> None:
    asker = county.demo.members["saa-chair"].role
    asking.ask(
        county.partnership, question="Who interviews children who come home while the two posts are empty?",
        to_role=county.demo.members["executive-member"].role, due_on=date(2026, 10, 16), organisation=asker.organisation,
        evidence="Seven in ten interviews in time, August 2026", about=source_named(county, "warning:signal:m31b"),
        by=county.doer("saa-chair"), now=now, today=now.date(),
    )  # fmt: skip


DISAGREED: tuple[tuple[date, str, Mapping[str, Any]], ...] = (
    (date(2026, 3, 10), "front-line-manager", {
        "reason": "Whether bruises on a baby need a meeting the same day.", "theme": "thresholds",
        "settled_on": date(2026, 3, 12), "outcome": "They met the same evening. Both teams now use one list.", "good": True,
    }),
    (date(2026, 6, 22), "senior-manager", {
        "reason": "Who pays for a placement near the border.", "theme": "commissioned", "settled_on": date(2026, 7, 6),
        "outcome": "Both share it for three months, then look again.", "good": False,
    }),
    (date(2026, 10, 12), "practitioner", {"reason": "Whether a plan may end while a parent is away.", "theme": "drift"}),
)  # fmt: skip


def _escalate(county: County, stage: str, facts: Mapping[str, Any], now: datetime) -> None:
    council, _, police = _partners(county)
    escalating.log_escalation(
        county.partnership, by_organisation=police, to_organisation=council, stage=_stage(county, stage),
        reason=facts["reason"], raised_on=now.date(), theme=facts["theme"], by=county.doer(MANAGER), today=now.date(),
    )  # fmt: skip


def _end_escalation(county: County, facts: Mapping[str, Any], now: datetime) -> None:
    rows = Escalation.objects.for_partnership(county.partnership).select_related("partnership__chain", "subject")
    held = rows.get(reason=facts["reason"])
    escalating.end_escalation(
        held, outcome=facts["outcome"], settled_on=now.date(), is_good_practice=facts["good"], by=county.doer(MANAGER),
        today=now.date(), version=held.version,
    )  # fmt: skip


def _stage(county: County, code: str) -> EscalationStage:
    framework = framework_in_use(county.partnership, on=county.today)
    return next(one for one in framework.escalation_stages if one.code == code)


def _updates(county: County) -> Iterator[Happening]:
    """One quarter’s update that was given, and this one’s half written."""
    yield _at(date(2026, 7, 1), 8, _open_update, county, date(2026, 6, 30), SAID)
    yield _at(date(2026, 7, 9), 14, _give_update, county, date(2026, 6, 30))
    half = {code: SAID[code] for code in ("practice", "context")}
    yield _at(date(2026, 10, 1), 8, _open_update, county, date(2026, 9, 30), half)


def _open_update(county: County, ends: date, said: Mapping[str, str], now: datetime) -> None:
    version = version_in_use(county.partnership, on=now.date())
    update = updates.open_update(
        _group(county, "sub-group"), quarter_of(ends), version=version, due_on=ends + timedelta(days=24),
        by=county.doer("analyst"),
    )  # fmt: skip
    typed = {code: updates.Typed(text, 1) for code, text in said.items()}
    updates.save(update, typed, by=county.doer("sub-group-chair"), now=now)


def _give_update(county: County, ends: date, now: datetime) -> None:
    rows = GroupUpdate.objects.for_partnership(county.partnership).select_related(
        "group", "subject", "partnership__chain"
    )
    update = rows.get(group__code="sub-group", period_end=ends)
    channels = ["chair-update", "executive-circular"]
    updates.give(update, channels=channels, by=county.doer("sub-group-chair"), now=now, today=now.date())
