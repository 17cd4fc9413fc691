"""Reads of audits: `reading` (standards, assessments, answers), `pages` (what a page shows), `overview` (all agencies)."""

from lineofsight.sources.audits.models import StandardVersion
from lineofsight.sources.audits.queries.reading import (
    answers_by_question,
    answers_of,
    assessment,
    assessments,
    audits,
    best_grade,
    grades_of,
    is_on_panel,
    last_assessments,
    requests_of,
    said,
    sets_of,
    standards_of,
    states_by_assessment,
    states_of,
)

__all__ = [
    "StandardVersion",
    "answers_by_question",
    "answers_of",
    "assessment",
    "assessments",
    "audits",
    "best_grade",
    "grades_of",
    "is_on_panel",
    "last_assessments",
    "requests_of",
    "said",
    "sets_of",
    "standards_of",
    "states_by_assessment",
    "states_of",
]
