"""Reads of warnings: the list, one with its clock, and how past ones proved."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from lineofsight.cycle.warnings import rules
from lineofsight.cycle.warnings.models import Step, Told, Warning, WatchRun
from lineofsight.foundation.partnership.models import Partnership

PEOPLE = (("steps", Step), ("told", Told))


def listed(partnership: Partnership) -> QuerySet[Warning]:
    """Open warnings that stand for themselves, most concerning first; parts of a joined one are left out."""
    rows = Warning.objects.for_partnership(partnership).open().filter(joined_to__isnull=True)
    return (
        rows.select_related("organisation", "about")
        .annotate(part_count=Count("parts"))
        .order_by("-rank", "detected_at")
    )


def one(partnership: Partnership, key: UUID | str) -> Warning:
    """One warning with what its page shows. Warning.DoesNotExist for another partnership's."""
    rows = Warning.objects.for_partnership(partnership).select_related(
        "organisation",
        "about",
        "subject",
        "recurs_from",
        "joined_to",
        "next_step_role",
        "raised_by",
        "partnership__chain",
    )
    steps, told = (Prefetch(name, model.objects.select_related("actor")) for name, model in PEOPLE)
    return rows.prefetch_related(steps, "parts", told).get(pk=key)


def legs(warning: Warning) -> tuple[rules.Leg, ...]:
    """The warning's clock."""
    return rules.clock(
        {
            "Happened": warning.happened_on,
            "In our hands": warning.in_hands_at,
            "Detected": warning.detected_at,
            "Triaged": warning.triaged_at,
            "Executive told": warning.told_at,
            "Answered": warning.answered_at,
            "Settled": warning.settled_at,
        }
    )


@dataclass(frozen=True, slots=True)
class Record:
    """How past warnings proved: of those judged, how many were right."""

    judged: int
    right: int


def proved_right(partnership: Partnership) -> Record:
    """How often the partnership's past warnings proved right; one query."""
    found = Warning.objects.for_partnership(partnership).aggregate(
        judged=Count("pk", filter=~Q(proved="")), right=Count("pk", filter=Q(proved="right"))
    )
    return Record(judged=found["judged"], right=found["right"])


def last_run(partnership: Partnership) -> WatchRun | None:
    """The newest finished run of the watch."""
    return WatchRun.objects.filter(partnership=partnership, finished_at__isnull=False).first()
