"""What else is known about an agency beside its own answers: practitioners, audits and inspections, findings, actions, figures."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lineofsight.cycle.findings.queries import visible as found_out
from lineofsight.cycle.products.queries import visible as products
from lineofsight.engine.standards import Standard
from lineofsight.foundation.partnership.queries import Here
from lineofsight.sources.audits import rules
from lineofsight.sources.audits.models import Assessment, Survey, SurveyAnswer
from lineofsight.sources.audits.queries.reading import sets_of
from lineofsight.sources.dashboard.models import SeriesState

SHOWN = 4
WORSE = ("alert", "priority")


@dataclass(frozen=True, slots=True)
class Known:
    """One thing that is known: where from, what it says, and where to read on."""

    source: str
    text: str
    url: str = ""


def known_of(here: Here, one: Assessment, standard: Standard) -> list[Known]:
    """Everything that stands beside an agency's answers to a standard, each kind newest first; six queries at most."""
    found = [*_survey(one, standard)]
    if here.may("see_products"):
        found += _audits(here, one)
    if here.may("see_findings"):
        found += [*_findings(here, one), *_late_actions(here, one)]
    if here.may("see_working_figures"):
        found += _figures(one)
    return found


def _survey(one: Assessment, standard: Standard) -> Iterator[Known]:
    survey = Survey.objects.filter(audit=one.audit).first()
    texts = {
        each.code: each.text for set_ in sets_of(one.audit) for each in set_.survey if each.standard == standard.code
    }
    if survey is None or not texts:
        return
    rows = SurveyAnswer.objects.filter(reply__survey=survey, reply__organisation=one.organisation_id)
    given = Counter(rows.filter(question__in=list(texts)).values_list("question", "choice"))
    for code, text in texts.items():
        counts = {choice: number for (question, choice), number in given.items() if question == code}
        yield Known("Practitioner survey", _in_words(text, counts, survey.smallest_group))


def _in_words(text: str, counts: dict[str, int], smallest: int) -> str:
    found = rules.shares(counts, smallest=smallest)
    if found is None:
        return f"“{text}” Fewer than {smallest} people replied, so the result is not shown."
    return f"“{text}” {found.get('agree', 0)}% of {sum(counts.values())} people agree."


def _audits(here: Here, one: Assessment) -> list[Known]:
    rows = products(here).filter(organisation=one.organisation_id).select_related("subject").order_by("-pk")[:SHOWN]
    return [
        Known("Audit, review or inspection", each.title, each.subject.path if each.subject else "") for each in rows
    ]


def _findings(here: Here, one: Assessment) -> list[Known]:
    rows = found_out.findings(here).filter(organisation=one.organisation_id, state="open").select_related("subject")
    return [
        Known("Finding", f"{each.reference}: {each.title}", each.subject.path if each.subject else "")
        for each in rows[:SHOWN]
    ]


def _late_actions(here: Here, one: Assessment) -> list[Known]:
    rows = found_out.actions(here).filter(
        organisation=one.organisation_id, state__in=["open", "under_way"], due_on__lt=here.today
    )
    return [
        Known("Action that is late", f"{each.reference}: {each.text}", each.subject.path if each.subject else "")
        for each in rows.select_related("subject")[:SHOWN]
    ]


def _figures(one: Assessment) -> list[Known]:
    rows = SeriesState.objects.filter(
        series__partnership=one.partnership_id, series__organisation=one.organisation_id, series__breakdown="",
        tier__in=WORSE,
    )  # fmt: skip
    found = rows.select_related("series__version__measure")[:SHOWN]
    return [Known("Figure that is getting worse", str(each.series.version.measure)) for each in found]
