"""Ten years of Section 11: fifty agencies, two hundred questions, each answered, declared, moderated and agreed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

TODAY = date(2026, 10, 21)
NOW = datetime(2026, 10, 21, 12, tzinfo=UTC)
GRADES = ("fully-met", "fully-met", "mostly-met", "partly-met", "fully-met", "not-met", "fully-met", "not-applicable")
WORDS = "Our own audit of the year, with examples from three teams, and what families said to us about it."
BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything."""

    agencies: int = 50
    standards: int = 20
    questions: int = 10
    years: int = 10

    @property
    def answers(self) -> int:
        """Answers of all years."""
        return self.agencies * self.standards * self.questions * self.years


def make(slug: str, size: Size) -> Any:
    """The partnership; person 0 runs the audits, person 1 sits on the panel, person 2 answers for the third agency."""
    partnership, bodies = _place(slug, size)
    version = _standards(partnership, size)
    panel = [partnership.roles.get(memberships__person__email=f"person1@{slug}.example")]
    for year in range(size.years):
        opens = date(TODAY.year - size.years + 1 + year, 9, 1)
        is_last = year == size.years - 1
        audit = _open(partnership, version, bodies, panel, opens)
        _answered(audit, partnership, opens, moderated=not is_last)
    return partnership


def _place(slug: str, size: Size) -> tuple[Any, list[Any]]:
    from lineofsight.config.demo.people import FIRST_DAY as STARTS
    from lineofsight.engine import framework as frameworks
    from lineofsight.foundation.accounts.models import Person
    from lineofsight.foundation.handbook.changes import load_framework
    from lineofsight.foundation.partnership import changes
    from lineofsight.foundation.partnership.models import RoleKind
    from lineofsight.foundation.trail.changes import Doer

    by = Doer.system("Bench")
    partnership = changes.add_partnership(slug=slug, name=slug.title(), by=by, is_made_up=True)
    load_framework(frameworks.load("kscmp-2024"), by=by, counts_from=STARTS, partnership=partnership)
    kinds = {kind.code: kind for kind in RoleKind.objects.filter(partnership=partnership)}
    bodies = []
    for number in range(size.agencies):
        body = changes.add_organisation(name=f"Agency {number + 1} of {slug}", kind="police", starts_on=STARTS, by=by)
        changes.let_take_part(partnership, body, part="relevant_agency", starts_on=STARTS, by=by)
        bodies.append(body)
        code = ("business-manager", "saa-member")[number] if number < 2 else "agency-lead"
        role = changes.add_role(
            partnership, kind=kinds[code], organisation=body, title=kinds[code].name, starts_on=STARTS, by=by
        )
        person = Person.objects.create_user(f"person{number}@{slug}.example", None, name=f"Person {number}")
        changes.confirm(changes.seat(role, person, starts_on=STARTS, by=by), by=by)
    return partnership, bodies


def _standards(partnership: Any, size: Size) -> Any:
    from lineofsight.engine.standards import Question, Standard, StandardSet
    from lineofsight.foundation.trail.changes import Doer
    from lineofsight.sources.audits import changes

    codes = [f"standard-{number + 1}" for number in range(size.standards)]
    set_ = StandardSet(
        code="bench",
        name="Bench standards",
        edition="1",
        scale="section-11",
        standards=tuple(Standard(code=code, name=f"Standard {code[9:]}", text=WORDS) for code in codes),
        questions=tuple(
            Question(code=f"{code}.q{number + 1}", standard=code, text=f"Question {number + 1} of {code}")
            for code in codes
            for number in range(size.questions)
        ),
    )
    by = Doer.system("Bench")
    version = changes.load_standards(set_, by=by, now=NOW)
    changes.take_up(partnership, version, by=by, now=NOW)
    return version


def _open(partnership: Any, version: Any, bodies: list[Any], panel: list[Any], opens: date) -> Any:
    from lineofsight.cycle.requests.changes.asking import Asked
    from lineofsight.foundation.trail.changes import Doer
    from lineofsight.sources.audits import changes

    return changes.open_audit(
        partnership, title=f"Section 11 audit {opens.year}", core=version, period_start=opens - timedelta(days=365),
        period_end=opens, opens_on=opens, due_on=opens + timedelta(days=60), asked=[Asked(body) for body in bodies],
        panel=panel, by=Doer.system("Bench"), now=NOW,
        path_of=lambda asked: f"/p/{partnership.slug}/reviews/section-11/{asked.pk}/",
    )  # fmt: skip


def _answered(audit: Any, partnership: Any, opens: date, *, moderated: bool) -> None:
    """Every answer; the panel's grades and agreement, or, in the last year, only half of the agencies have declared."""
    from lineofsight.sources.audits.models import Answer, Assessment, Moderation

    actor = partnership.roles.first().memberships.first().person.actor
    at = datetime(opens.year, 10, 15, 12, tzinfo=UTC)
    answers = Answer.objects.filter(assessment__audit=audit)
    keys = list(answers.order_by("pk").values_list("pk", flat=True))
    for place, grade in enumerate(GRADES):
        facts = {"grade": grade, "what_shows_it": WORDS, "difference": WORDS, "state": "done", "changed_at": at}
        for first in range(0, len(keys), BATCH):
            some = [key for key in keys[first : first + BATCH] if key % len(GRADES) == place]
            Answer.objects.filter(pk__in=some).update(**facts, changed_by=actor)
    held = list(Assessment.objects.for_partnership(partnership).filter(audit=audit).order_by("pk"))
    declared = held if moderated else held[::2]
    facts = {"declared_at": at, "declared_by": actor, "state": "agreed" if moderated else "declared"}
    Assessment.objects.filter(pk__in=[one.pk for one in declared]).update(**facts)
    if not moderated:
        Assessment.objects.filter(pk__in=[one.pk for one in held[1::2]]).update(state="started")
        return
    rows = (
        Moderation(answer_id=key, grade=GRADES[(key + key // 7) % len(GRADES)], reason=WORDS, at=at, actor=actor,
                   organisation_id=held[0].organisation_id)
        for key in keys
    )  # fmt: skip
    Moderation.objects.bulk_create(rows, batch_size=BATCH)
