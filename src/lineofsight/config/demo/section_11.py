"""Two Section 11 audits: one of two years ago, moderated and agreed, and the one that is due at the end of this month."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from zlib import crc32

from lineofsight.config.demo.clock import Happening, moment
from lineofsight.config.demo.county import COMMUNITY, EAST_HOSPITALS, HOSPITALS, County, as_doer
from lineofsight.config.demo.people import BY
from lineofsight.cycle.products.models import Product
from lineofsight.cycle.requests.changes.asking import Asked
from lineofsight.engine import standards
from lineofsight.foundation.accounts import changes as accounts
from lineofsight.foundation.partnership import changes as partnerships
from lineofsight.foundation.partnership.models import Membership, RoleKind
from lineofsight.foundation.trail.changes import Doer
from lineofsight.sources.audits import changes, queries
from lineofsight.sources.audits.changes import Said, Typed
from lineofsight.sources.audits.models import Assessment, Audit, StandardVersion
from lineofsight.sources.audits.queries import pages

SET = "section-11-core-2026"
PAST, CURRENT = "Section 11 audit 2024", "Section 11 audit 2026"
DISTRICT, POLICE, PROBATION = "Aldersham District Council", "Westmarch Police", "Westmarch Probation"
COUNCIL, SCHOOLS = "Westmarch County Council", "Westmarch Schools Forum"
ASKED = (COUNCIL, POLICE, HOSPITALS, EAST_HOSPITALS, COMMUNITY, PROBATION, SCHOOLS, DISTRICT)
DECLARED = (POLICE, HOSPITALS, PROBATION, COMMUNITY)
"""Those who have declared in the audit that is under way; the district is half-way, the others have not begun."""
APPROVERS = {
    COUNCIL: "Sarah Penhale", POLICE: "Martin Oake", HOSPITALS: "Lena Fisk", EAST_HOSPITALS: "Omar Siddiqui",
    COMMUNITY: "Judith Rowe", PROBATION: "Peter Lanyon", SCHOOLS: "Anne Tully",
}  # fmt: skip
PANEL = ("saa-chair", "saa-member", "moderator")
SHOWS = {
    "leadership": "The lead’s job description, and the board’s minutes of March.",
    "policy": "The policy on our intranet, with the day of its review.",
    "training": "The training report of the last quarter: nine in ten are in date.",
    "supervision": "The supervision audit of the spring.",
    "recruitment": "The register of checks, looked at by internal audit.",
}
OTHERWISE = "Our own audit of the year, with its examples."
BETTER = "Staff ask for advice earlier, and families tell us that they know whom to ask."
REPLIES = {POLICE: 31, HOSPITALS: 24, COMMUNITY: 17, PROBATION: 9, DISTRICT: 3}


def happenings(county: County) -> Iterator[Happening]:
    """Both audits, each deed at its moment."""
    yield Happening(moment(date(2024, 8, 28), 11), partial(_prepare, county))
    yield Happening(moment(date(2024, 9, 2), 11), partial(_open, county, PAST, date(2024, 10, 31)))
    yield Happening(moment(date(2024, 10, 28), 15), partial(_answer_all, county, PAST, ASKED))
    yield Happening(moment(date(2024, 11, 25), 15), partial(_moderate_all, county, PAST, ASKED))
    yield Happening(moment(date(2024, 12, 16), 15), partial(_agree_all, county))
    yield Happening(moment(date(2026, 9, 1), 11), partial(_open, county, CURRENT, date(2026, 10, 30)))
    yield Happening(moment(date(2026, 9, 14), 11), partial(_survey, county))
    yield Happening(moment(date(2026, 10, 12), 15), partial(_answer_all, county, CURRENT, DECLARED))
    yield Happening(moment(date(2026, 10, 16), 10), partial(_moderate_some, county))
    yield Happening(moment(date(2026, 10, 19), 16), partial(_half_way, county))


def _prepare(county: County, now: datetime) -> None:
    """The suggested standards come into use; each agency names somebody who declares."""
    version = changes.load_standards(standards.load(SET), by=BY, now=now)
    changes.take_up(county.partnership, version, by=county.doer("business-manager"), now=now)
    for number, (name, person_name) in enumerate(APPROVERS.items(), start=1):
        person = accounts.add_person(email=f"declares-{number}@westmarch.example", name=person_name, by=BY)
        accounts.vouch_for_address(person, by=BY)
        kind = RoleKind.objects.get(partnership=county.partnership, code="section-11-approver")
        role = partnerships.add_role(
            county.partnership, kind=kind, organisation=county.demo.organisations[name], title=kind.name,
            starts_on=now.date(), by=BY,
        )  # fmt: skip
        partnerships.confirm(partnerships.seat(role, person, starts_on=now.date(), by=BY), by=BY)


def _approver(county: County, name: str) -> Doer:
    if name == DISTRICT:
        return county.doer("section-11-approver")
    rows = Membership.objects.for_partnership(county.partnership).select_related("person", "role__organisation")
    return as_doer(rows.get(role__organisation__name=name, role__kind__code="section-11-approver"))


def _writer(county: County, name: str) -> Doer:
    return county.doer("section-11-respondent") if name == DISTRICT else county.supplier(name)


def _open(county: County, title: str, due_on: date, now: datetime) -> None:
    changes.open_audit(
        county.partnership,
        title=title,
        core=StandardVersion.objects.get(code="section-11-core"),
        period_start=now.date() - timedelta(days=365),
        period_end=now.date(),
        opens_on=now.date(),
        due_on=due_on,
        asked=[Asked(county.demo.organisations[name]) for name in ASKED],
        panel=[county.demo.members[code].role for code in PANEL],
        product=Product.objects.for_partnership(county.partnership).filter(title=title).first(),
        path_of=lambda request: f"/p/{county.partnership.slug}/reviews/section-11/{request.pk}/",
        by=county.doer("audit-officer"),
        now=now,
    )


def _audit(county: County, title: str) -> Audit:
    rows = Audit.objects.for_partnership(county.partnership).select_related(
        "round", "core", "supplement", "partnership"
    )
    found: Audit = rows.get(round__title=title)
    return found


def _of(county: County, title: str, name: str) -> Assessment:
    held = Assessment.objects.for_partnership(county.partnership)
    one = held.get(audit__round__title=title, organisation__name=name)
    return pages.asked(county.partnership, one.request_id)


def _dice(*parts: str) -> int:
    """A number from 0 to 99 that is the same in every demo."""
    return crc32("|".join(parts).encode()) % 100


def _grade(title: str, name: str, question: str) -> str:
    """Mostly fully met; a question is partly met where the dice say so."""
    return "partly-met" if _dice(title, name, question) < 6 else "fully-met"


def _typed(one: Assessment, asking: pages.Asking) -> Typed:
    grade = _grade(one.audit.round.title, one.organisation.name, asking.question.code)
    shows = SHOWS.get(asking.question.standard, OTHERWISE)
    last = asking.answer.last_answer
    still = "" if last is None else "still_true" if (last.grade, last.what_shows_it) == (grade, shows) else "changed"
    return Typed(grade=grade, what_shows_it=shows, difference=BETTER, not_applicable_reason="", still=still,
                 version=asking.answer.version)  # fmt: skip


def _fill(county: County, one: Assessment, askings: list[pages.Asking], *, now: datetime) -> None:
    by = _writer(county, one.organisation.name)
    typed = {asking.question.code: _typed(one, asking) for asking in askings}
    for asking in askings:
        if typed[asking.question.code].grade != "fully-met":
            due_on = max(date(2027, 3, 31), now.date() + timedelta(days=180))
            text = f"Put right what is missing: {asking.question.text[0].lower()}{asking.question.text[1:]}"
            changes.plan_action(asking.answer, text=text, owner=None, due_on=due_on, by=by, now=now)
    changes.save_standard(one, typed, complete=True, by=by, now=now)


def _answer_all(county: County, title: str, names: tuple[str, ...], now: datetime) -> None:
    for name in names:
        one = _of(county, title, name)
        _fill(county, one, pages.askings(one), now=now)
        changes.declare(one, by=_approver(county, name), now=now)


def _panel_for(county: County, name: str) -> Any:
    """Somebody of the panel who is not of the agency."""
    seats = (county.demo.members[code] for code in PANEL)
    return next(member for member in seats if member.role.organisation.name != name)


def _said(title: str, name: str, asking: pages.Asking) -> Said:
    own = asking.answer.grade
    if own == "fully-met" and _dice(name, asking.question.code) < (9 if title == PAST else 4):
        return Said(asking.answer, grade="mostly-met", reason="The evidence covers some of your teams, not all.")
    return Said(asking.answer, grade=own)


def _moderate(county: County, title: str, name: str, *, now: datetime, most: int | None = None) -> Assessment:
    one, member = _of(county, title, name), _panel_for(county, name)
    said = [_said(title, name, asking) for asking in pages.askings(one)][:most]
    changes.moderate_standard(
        one, said, organisation_id=member.role.organisation_id, own=(str(member.role.organisation_id),),
        by=as_doer(member), now=now,
    )  # fmt: skip
    return one


def _moderate_all(county: County, title: str, names: tuple[str, ...], now: datetime) -> None:
    for name in names:
        one = _moderate(county, title, name, now=now)
        changes.send_grades(one, by=as_doer(_panel_for(county, name)), now=now, today=now.date())


def _agree_all(county: County, now: datetime) -> None:
    for name in ASKED:
        changes.agree(_of(county, PAST, name), by=as_doer(_panel_for(county, name)), now=now, today=now.date())
    changes.close_audit(_audit(county, PAST), by=county.doer("audit-officer"), now=now)


def _survey(county: County, now: datetime) -> None:
    """Practitioners of five agencies reply; of one so few that its result is not shown."""
    audit = _audit(county, CURRENT)
    survey = changes.open_survey(
        audit, opens_on=now.date(), closes_on=audit.round.due_on, by=county.doer("audit-officer")
    )
    questions = [question.code for set_ in queries.sets_of(audit) for question in set_.survey]
    for name, number in REPLIES.items():
        for each in range(number):
            choices = {code: _choice(name, code, str(each)) for code in questions}
            changes.take_reply(survey, organisation=county.demo.organisations[name], choices=choices, today=now.date())


def _choice(*parts: str) -> str:
    thrown = _dice(*parts)
    return "agree" if thrown < 66 else "partly" if thrown < 84 else "disagree" if thrown < 93 else "do_not_know"


def _moderate_some(county: County, now: datetime) -> None:
    """The police have their grades, probation is half-way with a question, the others wait."""
    one = _moderate(county, CURRENT, POLICE, now=now)
    panel = as_doer(_panel_for(county, POLICE))
    changes.send_grades(one, by=panel, now=now, today=now.date())
    half, member = _moderate(county, CURRENT, PROBATION, now=now, most=12), _panel_for(county, PROBATION)
    asking = pages.askings(half)[12]
    words = "Which teams does your supervision audit cover?"
    changes.ask(asking.answer, text=words, own=(str(member.role.organisation_id),), by=as_doer(member), now=now)
    changes.send_queries(half, by=as_doer(member), now=now)


def _half_way(county: County, now: datetime) -> None:
    """The district has brought last time's answers forward and confirmed three standards."""
    one = _of(county, CURRENT, DISTRICT)
    by = county.doer("section-11-respondent")
    changes.bring_forward(one, by=by, now=now)
    for task in pages.tasks_of(one)[:3]:
        _fill(county, one, pages.askings(one, task.standard.code), now=now)
