"""Cards about early warnings, and the warnings of a briefing."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Case, Count, F, Min, OuterRef, Q, QuerySet, Subquery, When
from django.urls import reverse

from lineofsight.cycle.warnings import rules
from lineofsight.cycle.warnings.models import Step, Warning
from lineofsight.foundation.partnership.queries import Here
from lineofsight.foundation.ui.words import counted
from lineofsight.outputs.pages.finding.card import Card, Deadline

SHOWN = 5


def _rows(here: Here) -> QuerySet[Warning]:
    return Warning.objects.for_partnership(here.partnership).filter(joined_to__isnull=True)


def _list(here: Here, tab: str) -> str:
    return reverse("early_warning:list", args=[here.partnership.slug]) + f"?tab={tab}"


def _one(here: Here, warning: Warning) -> str:
    return reverse("early_warning:warning", args=[here.partnership.slug, warning.pk])


def standing(here: Here) -> Iterator[Card]:
    """New warnings, those under way and, for those who only watch, what is with the Executive; one query."""
    new, answered, watched = Q(state=rules.NEW), Q(state=rules.ANSWERED), Q(state=rules.WATCHED)
    raised = Q(state=rules.RAISED)
    found = _rows(here).aggregate(
        new=Count("pk", filter=new), triage=Min("triage_due_on", filter=new),
        late=Count("pk", filter=new & Q(triage_due_on__lt=here.today)),
        answered=Count("pk", filter=answered), nearest=Min("next_step_by", filter=answered),
        watched=Count("pk", filter=watched), raised=Count("pk", filter=raised), told=Min("told_at", filter=raised),
    )  # fmt: skip
    if here.may("triage_warnings"):
        yield from _new(here, found)
        yield from _under_way(here, found)
    if not here.may("answer_warnings"):
        yield from _with_executive(here, found)


def _new(here: Here, found: dict[str, Any]) -> Iterator[Card]:
    """New warnings, which wait for triage."""
    if found["new"]:
        late = found["late"]
        yield Card(
            title="new early warning" if found["new"] == 1 else "new early warnings",
            count=found["new"],
            text=f"{counted(late, 'is', 'are')} overdue for triage." if late else "",
            nearest=found["triage"],
            says="Triage by",
            url=_list(here, "new"),
            button="Triage",
            is_urgent=True,
        )


def asked_by_executive(here: Here) -> Iterator[Card]:
    """Warnings on which the Executive waits for an answer of the sub-group."""
    said = Step.objects.filter(warning=OuterRef("pk"), kind__in=[Step.Kind.ASKED, Step.Kind.REPLIED])
    newest = Subquery(said.order_by("-at", "-pk").values("kind")[:1])
    rows = _rows(here).filter(state=rules.RAISED).annotate(newest=newest).filter(newest=Step.Kind.ASKED)
    waiting = list(rows.order_by("told_at"))
    if waiting:
        title = "question from the Executive" if len(waiting) == 1 else "questions from the Executive"
        yield Card(title=title, count=len(waiting), text=waiting[0].title, url=_one(here, waiting[0]),
                   button="Answer it", is_urgent=True)  # fmt: skip


def _under_way(here: Here, found: dict[str, Any]) -> Iterator[Card]:
    """Warnings that the Executive answered and nobody settled, and those that the sub-group looks into."""
    if found["answered"]:
        title = "answered warning to settle" if found["answered"] == 1 else "answered warnings to settle"
        text = "Did what was agreed happen, and was the warning right?"
        yield Card(title=title, count=found["answered"], text=text, nearest=found["nearest"], says="Next step by",
                   url=_list(here, "raised"), button="See them", place="coming")  # fmt: skip
    if found["watched"]:
        title = "warning being looked at" if found["watched"] == 1 else "warnings being looked at"
        url = _list(here, "watched")
        yield Card(title=title, count=found["watched"], url=url, button="See them", place="coming")


def _with_executive(here: Here, found: dict[str, Any]) -> Iterator[Card]:
    """For those who only watch: what is with the Executive."""
    if found["raised"]:
        title = "warning with the Executive" if found["raised"] == 1 else "warnings with the Executive"
        text = f"The longest without an answer was raised on {found['told'].day} {found['told']:%B}."
        yield Card(title=title, count=found["raised"], text=text, url=_list(here, "raised"), button="See them",
                   place="coming")  # fmt: skip


def to_decide(here: Here) -> Sequence[Warning]:
    """Warnings that wait for the Executive's answer, most concerning first; nothing for those who may only read."""
    if not here.may("answer_warnings"):
        return []
    rows = _rows(here).filter(state=rules.RAISED).select_related("organisation")
    return list(rows.order_by("-rank", "told_at"))


def must_know(here: Here) -> Sequence[Warning]:
    """What the Executive answered and is not settled, and what was corrected since, newest first."""
    rows = _rows(here).filter(Q(state=rules.ANSWERED) | Q(told_at__isnull=False) & ~Q(withdrawn_note=""))
    return list(rows.exclude(state__in=[*rules.ENDED, rules.RAISED]).order_by("-answered_at")[:SHOWN])


def deadlines(here: Here) -> Iterator[Deadline]:
    """The days by which next steps are due and, for those who triage, by which warnings must be triaged; one query."""
    stepping = Q(state__in=[rules.RAISED, rules.ANSWERED], next_step_by__isnull=False)
    wanted = stepping | Q(state=rules.NEW) if here.may("triage_warnings") else stepping
    due = Case(When(state=rules.NEW, then=F("triage_due_on")), default=F("next_step_by"))
    for warning in _rows(here).filter(wanted).annotate(due=due).order_by("due")[: 2 * SHOWN]:
        said = "Triage" if warning.state == rules.NEW else "Next step"
        yield Deadline(warning.due, f"{said}: {warning.title}", _one(here, warning))
