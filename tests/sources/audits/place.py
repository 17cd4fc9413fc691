"""A partnership with three organisations, a panel and an open audit against a small set of standards."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from lineofsight.cycle.requests.changes.asking import Asked
from lineofsight.engine import standards
from lineofsight.foundation.partnership.models import Membership, Organisation, Partnership
from lineofsight.foundation.trail.changes import Doer
from lineofsight.sources.audits import changes, queries
from lineofsight.sources.audits.models import Answer, Assessment, Audit
from tests import making

TODAY = date(2026, 10, 21)
NOW = datetime(2026, 10, 21, 13, 0, tzinfo=UTC)
SMALL_TOML = b"""
code = "small-core"
name = "Small set"
edition = "1"
scale = "section-11"

[[standards]]
code = "leadership"
name = "Leadership"
text = "Somebody answers for it"

[[standards]]
code = "training"
name = "Training"
text = "People are trained"

[[questions]]
code = "lead"
standard = "leadership"
text = "There is a named lead"

[[questions]]
code = "board"
standard = "leadership"
text = "The board looked at it"

[[questions]]
code = "trained"
standard = "training"
text = "Staff are in date"
asked_of = ["police", "nhs_provider"]

[[survey]]
code = "know-lead"
standard = "leadership"
text = "I know who leads"
"""
SMALL = standards.from_toml(SMALL_TOML)


@dataclass
class Place:
    """What a test of audits needs."""

    partnership: Partnership
    police: Organisation
    council: Organisation
    respondent: Membership
    approver: Membership
    moderator: Membership
    audit: Audit

    def doer(self, membership: Membership) -> Doer:
        return Doer(actor_id=membership.person.actor_id, role=membership.role.title)

    @property
    def own(self) -> Assessment:
        return queries.assessment(
            self.partnership, Assessment.objects.get(organisation=self.police, audit=self.audit).pk
        )

    def answer(self, code: str) -> Answer:
        return Answer.objects.select_related("assessment__audit__core").get(assessment=self.own, question=code)


def make() -> Place:
    partnership = making.a_partnership()
    council = making.an_organisation(partnership, "Westmarch Council")
    police = making.an_organisation(partnership, "Westmarch Police", kind="police")
    panel = making.a_member(partnership, "saa-member", organisation=council, name="Mo Derator")
    respondent = making.a_member(partnership, "section-11-respondent", organisation=police, name="Res Pondent")
    approver = making.a_member(partnership, "section-11-approver", organisation=police, name="Ap Prover")
    version = changes.load_standards(SMALL, by=making.SYSTEM, now=NOW)
    changes.take_up(partnership, version, by=making.SYSTEM, now=NOW)
    place = Place(partnership, police, council, respondent, approver, panel, None)  # type: ignore[arg-type]
    place.audit = open_audit(place, "Section 11 2026")
    return place


def open_audit(place: Place, title: str, *, opens_on: date = TODAY) -> Audit:
    version = queries.StandardVersion.objects.get(code="small-core")
    return changes.open_audit(
        place.partnership, title=title, core=version, period_start=date(2026, 4, 1), period_end=date(2027, 3, 31),
        opens_on=opens_on, due_on=opens_on + timedelta(days=42), asked=[Asked(place.police), Asked(place.council)],
        panel=[place.moderator.role], path_of=lambda request: f"/p/{place.partnership.slug}/reviews/section-11/{request.pk}/",
        by=making.SYSTEM, now=NOW,
    )  # fmt: skip


def fill(place: Place, *, grade: str = "fully-met") -> None:
    """The police complete every answer."""
    for answer in Answer.objects.filter(assessment=place.own).select_related("assessment"):
        complete(place, answer, grade=grade)


def complete(place: Place, answer: Answer, *, grade: str = "fully-met", **facts: object) -> Answer:
    given = {"what_shows_it": "Job description", "difference": "Staff ask", "not_applicable_reason": "", "complete": True,
             "version": answer.version, "by": place.doer(place.respondent), "now": NOW} | facts  # fmt: skip
    return changes.save_answer(answer, grade=grade, **given)  # type: ignore[arg-type]
