"""Results of the practitioner survey: never of fewer replies than its smallest group, nor so that they could be worked out."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from lineofsight.engine.standards import SurveyQuestion
from lineofsight.foundation.partnership.models import Organisation
from lineofsight.sources.audits import rules
from lineofsight.sources.audits.models import Audit, Survey, SurveyAnswer
from lineofsight.sources.audits.queries.overview import overview
from lineofsight.sources.audits.queries.reading import sets_of


@dataclass(frozen=True, slots=True)
class Result:
    """One survey question in one agency (None: all that are shown together), beside the agency's own grade."""

    question: SurveyQuestion
    standard: str
    organisation: str
    own: str
    replies: int
    agree: int | None
    """How many in a hundred agree; None where too few replied."""


def by_digest(digest: str) -> Survey | None:
    """The survey with this secret, or None."""
    rows = Survey.objects.select_related("audit__round", "audit__core", "audit__supplement", "audit__partnership")
    found: Survey | None = rows.filter(secret_digest=digest).first()
    return found


def questions_of(audit: Audit) -> list[SurveyQuestion]:
    """What practitioners are asked, in order."""
    return [question for set_ in sets_of(audit) for question in set_.survey]


def bodies_of(survey: Survey) -> list[Organisation]:
    """Where a practitioner may work: the organisations that are asked, by name."""
    rows = Organisation.objects.filter(assessments__audit=survey.audit_id).distinct()
    return list(rows.order_by("name"))


def _counts(survey: Survey) -> dict[UUID, dict[str, Counter[str]]]:
    found: dict[UUID, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    rows = SurveyAnswer.objects.filter(reply__survey=survey).values_list("reply__organisation", "question", "choice")
    for organisation, question, choice in rows:
        found[organisation][question][choice] += 1
    return found


def results(survey: Survey) -> list[Result]:
    """Each question for all agencies together, then for each agency. "All" counts only agencies that are shown by
    themselves, so that nobody can work out a hidden one by taking away; six queries."""
    audit, counts, found = survey.audit, _counts(survey), []
    seen = overview(audit, on=audit.round.opens_on)
    names = {standard.code: standard.name for set_ in sets_of(audit) for standard in set_.standards}
    own = {
        (row.standard.code, key): row.names.get(cell.own, "") for row in seen.rows for key, cell in row.cells.items()
    }
    bodies = bodies_of(survey)
    for question in questions_of(audit):
        shown: Counter[str] = Counter()
        rows = []
        for body in bodies:
            given = counts.get(body.pk, {}).get(question.code, Counter())
            agree = _agree(given, survey.smallest_group)
            if agree is not None:
                shown += given
            grade = own.get((question.standard, body.pk), "")
            rows.append(Result(question, names[question.standard], body.name, grade, given.total(), agree))
        together = _agree(shown, survey.smallest_group)
        found.append(Result(question, names[question.standard], "All agencies shown", "", shown.total(), together))
        found += rows
    return found


def _agree(given: Mapping[str, int], smallest: int) -> int | None:
    found = rules.shares(given, smallest=smallest)
    return None if found is None else found.get("agree", 0)


def in_words(audit: Audit) -> list[tuple[str, str]]:
    """Each question with how many agree, of the agencies that are shown together; nothing without a survey."""
    survey = Survey.objects.filter(audit=audit).select_related("audit__round").first()
    if survey is None:
        return []
    survey.audit = audit
    together = [one for one in results(survey) if one.organisation == "All agencies shown"]
    return [
        (one.question.text, "Too few replies" if one.agree is None else f"{one.agree}% of {one.replies} agree")
        for one in together
    ]
