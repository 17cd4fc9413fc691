"""Reads for the pages of warnings, each with a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Count, F, QuerySet

from lineofsight.cycle.warnings import rules
from lineofsight.cycle.warnings.models import Step, Warning
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.partnership.models import Organisation, Participation, Partnership
from lineofsight.sources.dashboard.models import Measure, WarningSeries

TABS: Final = {
    "new": ("New", (rules.NEW,)),
    "watched": ("Being looked at", (rules.WATCHED,)),
    "raised": ("Raised to the Executive", (rules.RAISED, rules.ANSWERED)),
    "closed": ("Closed", (rules.SETTLED, rules.CLOSED)),
}


def in_tab(partnership: Partnership, tab: str) -> QuerySet[Warning]:
    """The warnings of a tab that stand for themselves, most concerning first; closed ones newest first."""
    rows = Warning.objects.for_partnership(partnership).filter(state__in=TABS[tab][1], joined_to__isnull=True)
    rows = rows.select_related("organisation", "about").annotate(part_count=Count("parts"))
    if tab == "closed":
        return rows.order_by(F("settled_at").desc(nulls_last=True), "pk")
    return rows.order_by("-rank", "detected_at", "pk")


def count_in_tabs(partnership: Partnership) -> dict[str, int]:
    """How many warnings each tab holds; one query."""
    rows = Warning.objects.for_partnership(partnership).filter(joined_to__isnull=True)
    by_state = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    return {tab: sum(by_state.get(state, 0) for state in states) for tab, (_, states) in TABS.items()}


def within_length(partnership: Partnership, longest: int) -> list[UUID]:
    """The new warnings that the sub-group's list has room for, most concerning first; one query."""
    return list(in_tab(partnership, "new").values_list("pk", flat=True)[:longest])


def own_concerns(partnership: Partnership, person: Person) -> QuerySet[Warning]:
    """What the person raised themselves, newest first."""
    rows = Warning.objects.for_partnership(partnership).filter(raised_by=person.actor_id, kind=Warning.Kind.CONCERN)
    return rows.select_related("organisation").order_by("-detected_at")


def others_to_join(warning: Warning) -> QuerySet[Warning]:
    """Open warnings of the partnership that this one could go on as a part of."""
    rows = Warning.objects.for_partnership(warning.partnership).open().filter(joined_to__isnull=True)
    return rows.exclude(pk=warning.pk).order_by("-rank", "detected_at")


@dataclass(frozen=True, slots=True)
class Behind:
    """The figures behind a warning: whose measure, and of which agency, area and breakdown."""

    measure: Measure
    name: str
    agency: str
    area: str
    split: str


def behind(warning: Warning, parts: Sequence[Warning]) -> Behind | None:
    """The series that the warning is about, or that of its first part; None for a warning without figures. One query."""
    rows = WarningSeries.objects.filter(warning__in=[warning.pk, *(part.pk for part in parts)])
    found = list(rows.select_related("series__version__measure", "series__area").order_by("pk"))
    if not found:
        return None
    own = next((row for row in found if row.warning_id == warning.pk), found[0])
    series = own.series
    agency = str(series.organisation_id or "")
    return Behind(series.version.measure, series.version.name, agency, series.area.code, series.breakdown)


def question_waits(steps: Sequence[Step]) -> bool:
    """True when the newest thing said since the warning was raised is a question of the Executive."""
    last = [step for step in steps if step.kind in {Step.Kind.ASKED, Step.Kind.REPLIED, Step.Kind.ANSWERED}]
    return bool(last) and last[-1].kind == Step.Kind.ASKED


def organisations_here(partnership: Partnership) -> list[tuple[str, str]]:
    """The organisations that take part, as choices."""
    rows = Participation.objects.for_partnership(partnership).values_list("organisation__pk", "organisation__name")
    return [(str(pk), name) for pk, name in rows.distinct().order_by("organisation__name")]


def organisation_here(partnership: Partnership, key: str) -> Organisation | None:
    """One of them; None when none was chosen."""
    if not key:
        return None
    return Organisation.objects.filter(participations__partnership=partnership, pk=key).first()


def measure_named(partnership: Partnership, code: str) -> Measure | None:
    """A measure by its code, for a concern that starts from its page."""
    return Measure.objects.for_partnership(partnership).select_related("subject").filter(code=code).first()
