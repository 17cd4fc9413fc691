"""Every agency by every standard: the grade that an agency gave itself, the panel's, and the panel's of the round before.

A standard's grade is its weakest answer's, never a mean. Six queries at most, however many agencies and answers there are.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery

from lineofsight.engine.standards import Standard, StandardSet
from lineofsight.sources.audits import rules
from lineofsight.sources.audits.models import Answer, Assessment, Audit, Moderation
from lineofsight.sources.audits.queries.reading import audits, grades_of, sets_of

Key = tuple[UUID, bool, str]
"""An organisation, core or not, and a standard."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One agency and one standard: codes of grades, "" where there is none."""

    own: str = ""
    moderated: str = ""
    before: str = ""
    moderated_answers: int = 0
    answers: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One standard for all agencies."""

    set_: StandardSet
    standard: Standard
    names: Mapping[str, str]
    order: Sequence[str]
    cells: Mapping[UUID, Cell]

    def spread(self, which: str) -> list[tuple[str, int]]:
        """How many agencies have each grade that judges: ("Fully met", 3) and so on, best first. Never a mean."""
        grades = [getattr(cell, which) for cell in self.cells.values()]
        return list(
            zip((self.names[code] for code in self.order), rules.of_whom(grades, order=self.order), strict=True)
        )

    def moves(self) -> tuple[int, int]:
        """How many agencies the panel graded better, and how many worse, than in the round before."""
        found = [rules.movement(cell.before, cell.moderated, order=self.order) for cell in self.cells.values()]
        return sum(one > 0 for one in found), sum(one < 0 for one in found)


@dataclass(frozen=True, slots=True)
class Overview:
    """All of a round: its agencies that have declared, by name, and its standards in order."""

    assessments: list[Assessment]
    rows: list[Row]
    before: Audit | None = None
    agencies: dict[UUID, str] = field(default_factory=dict)


def overview(audit: Audit, *, on: date, with_change: bool = True) -> Overview:
    """The answers that were declared. What is being typed is nobody's but the agency's.

    Without the change, the cells say nothing of the round before: half the work.
    """
    found = Assessment.objects.for_partnership(audit.partnership).filter(audit=audit, declared_at__isnull=False)
    held = list(found.select_related("organisation").order_by("organisation__name"))
    before = audit_before(audit)
    now, then = _grades(audit), _grades(before) if before and with_change else {}
    rows = []
    for set_ in sets_of(audit):
        grades = grades_of(audit.partnership, set_, on=on)
        rows += [_row(set_, standard, grades, held, now, then) for standard in set_.standards]
    names = {one.organisation_id: one.organisation.short_name or one.organisation.name for one in held}
    return Overview(held, [row for row in rows if row.cells], before, names)


def audit_before(audit: Audit) -> Audit | None:
    """The partnership's round before this one."""
    earlier = audits(audit.partnership).filter(round__due_on__lt=audit.round.due_on)
    found: Audit | None = earlier.first()
    return found


@dataclass(slots=True)
class _Grades:
    own: Counter[str] = field(default_factory=Counter)
    moderated: Counter[str] = field(default_factory=Counter)


def _grades(audit: Audit) -> dict[Key, _Grades]:
    """Every declared answer's own grade and its newest moderated one, by organisation and standard; one query.

    Counted by the database: 50 agencies with 200 questions are some thousand rows here, not ten thousand.
    """
    newest = Moderation.objects.filter(answer=OuterRef("pk")).order_by("-at", "-pk").values("grade")[:1]
    held = Answer.objects.filter(assessment__audit=audit, assessment__declared_at__isnull=False)
    rows = held.annotate(panel=Subquery(newest)).values_list(
        "assessment__organisation", "is_core", "standard", "grade", "panel"
    )
    found: dict[Key, _Grades] = defaultdict(_Grades)
    for organisation, is_core, standard, grade, panel, number in rows.annotate(number=Count("pk")).order_by():
        cell = found[organisation, is_core, standard]
        cell.own[grade] += number
        if panel:
            cell.moderated[panel] += number
    return found


def _row(
    set_: StandardSet,
    standard: Standard,
    grades: Sequence[tuple[str, str, str]],
    held: Sequence[Assessment],
    now: Mapping[Key, _Grades],
    then: Mapping[Key, _Grades],
) -> Row:
    order = [code for code, _, _ in grades if code != set_.not_applicable]
    cells = {}
    for one in held:
        key = (one.organisation_id, set_.core, standard.code)
        if key in now:
            cells[one.organisation_id] = _cell(now[key], then.get(key), order, set_.not_applicable)
    return Row(set_, standard, {code: name for code, name, _ in grades}, order, cells)


def _cell(now: _Grades, then: _Grades | None, order: Sequence[str], not_applicable: str) -> Cell:
    def weakest(grades: Counter[str]) -> str:
        return rules.grades_of_standard(grades, order=order, not_applicable=not_applicable)

    answers, moderated = now.own.total(), now.moderated.total()
    return Cell(
        own=weakest(now.own),
        moderated=weakest(now.moderated) if moderated == answers else "",
        before=weakest(then.moderated) if then else "",
        moderated_answers=moderated,
        answers=answers,
    )
