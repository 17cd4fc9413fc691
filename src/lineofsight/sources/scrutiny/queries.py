"""Reads of independent scrutiny, each with a fixed number of queries."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet, Sum
from django.utils import timezone

from lineofsight.cycle.findings.models import Recommendation
from lineofsight.cycle.findings.queries import recommendations_listed
from lineofsight.foundation.partnership.models import Partnership, Role
from lineofsight.foundation.partnership.queries import Here
from lineofsight.sources.scrutiny import permissions, rules
from lineofsight.sources.scrutiny.models import (
    Activity,
    EvidenceAsked,
    Paper,
    ScrutineerView,
    ScrutinyYear,
    ViewAnswer,
)


@dataclass(frozen=True, slots=True)
class Year:
    """The year of scrutiny that holds today: its days, and how many are used and planned."""

    row: ScrutinyYear
    first: date
    last: date
    used: Decimal
    planned: Decimal

    @property
    def words(self) -> str:
        """How many days are used and planned."""
        more = f", {self.planned.normalize():f} more planned" if self.planned else ""
        return rules.days_words(self.used, self.row.days) + more


def year(partnership: Partnership, *, today: date) -> Year | None:
    """This year's days; None before any were agreed. Two queries."""
    rows = list(ScrutinyYear.objects.for_partnership(partnership))
    span = rules.year_of([row.starts_on for row in rows], today)
    if span is None:
        return None
    first, until = span
    row = next(one for one in rows if one.starts_on <= today)
    held = Activity.objects.for_partnership(partnership).filter(planned_on__gte=first, planned_on__lt=until)
    found = held.aggregate(
        used=Sum("days", filter=Q(state=Activity.State.DONE)), planned=Sum("days", filter=Q(state=Activity.State.PLANNED))
    )  # fmt: skip
    zero = Decimal(0)
    return Year(row, first, until - timedelta(days=1), found["used"] or zero, found["planned"] or zero)


def activities(here: Here) -> QuerySet[Activity]:
    """The plan: all of it for the scrutineer, what is shared for others."""
    rows = Activity.objects.for_partnership(here.partnership).select_related("organisation")
    return rows if here.may(permissions.WRITE) else rows.filter(is_shared=True)


def drafts(here: Here) -> QuerySet[Paper]:
    """The person's own papers that are not issued, newest first."""
    rows = Paper.objects.for_partnership(here.partnership)
    return rows.filter(writer=here.person.actor_id, issued_at__isnull=True)


def papers(here: Here) -> QuerySet[Paper]:
    """The papers that the person may read: issued ones, and their own drafts."""
    rows = Paper.objects.for_partnership(here.partnership).select_related("writer", "subject", "partnership__chain")
    return rows.filter(Q(issued_at__isnull=False) | Q(writer=here.person.actor_id)).order_by("-issued_at", "-saved_at")


def views(here: Here) -> QuerySet[ScrutineerView]:
    """The views that the person may read: issued ones, and their own drafts; newest first."""
    answers = Prefetch("answers", ViewAnswer.objects.select_related("actor", "organisation"))
    rows = ScrutineerView.objects.for_partnership(here.partnership)
    rows = rows.select_related("writer", "framework", "subject", "partnership__chain").defer("framework__content")
    own = rows.filter(Q(issued_at__isnull=False) | Q(writer=here.person.actor_id))
    return own.prefetch_related(answers).order_by("-issued_at", "-saved_at")


def newest_views(here: Here, *, on: date) -> dict[tuple[str, str], ScrutineerView]:
    """The view that counts of each indicator and question by the end of the day; one query, two with answers."""
    end = timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min))
    found: dict[tuple[str, str], ScrutineerView] = {}
    for row in views(here).filter(issued_at__lt=end):
        found.setdefault((row.indicator, row.question), row)
    return found


def own_draft(here: Here, indicator: str, question: str) -> ScrutineerView | None:
    """The person's draft of a view; None without."""
    rows = views(here).filter(writer=here.person.actor_id, issued_at__isnull=True)
    return rows.filter(indicator=indicator, question=question).first()


def asked(here: Here) -> QuerySet[EvidenceAsked]:
    """What the scrutineer asked for: everything for the scrutineer, what their roles were asked for others."""
    rows = EvidenceAsked.objects.for_partnership(here.partnership)
    rows = rows.select_related("to_role__organisation", "asked_by", "answered_by", "subject", "partnership__chain")
    if here.may(permissions.WRITE):
        return rows
    return rows.filter(to_role__in=[UUID(key) for key in here.role_ids])


def recommendations(here: Here) -> QuerySet[Recommendation]:
    """The scrutineer's recommendations, as far as the person may read them."""
    return recommendations_listed(here).filter(is_scrutiny=True)


def seats(partnership: Partnership, *, today: date) -> list[Role]:
    """Seats that can be asked for evidence: everybody's but the scrutineer's."""
    rows = Role.objects.for_partnership(partnership).on(today).select_related("kind", "organisation")
    held = rows.order_by("title", "organisation__name")
    return [role for role in held if permissions.WRITE not in role.kind.capabilities()]
