"""What the forms and filters of this room offer to choose from."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from lineofsight.cycle.findings import permissions, queries, rules
from lineofsight.cycle.findings.models import Finding, Recommendation
from lineofsight.cycle.findings.queries import visible
from lineofsight.cycle.products.models import Product
from lineofsight.cycle.products.queries import visible as visible_products
from lineofsight.engine.framework import Framework
from lineofsight.foundation.handbook.queries import NoFramework, framework_in_use
from lineofsight.foundation.partnership.guards import PartnershipRequest
from lineofsight.foundation.partnership.models import Organisation, Participation, Role

Choices = list[tuple[str, str]]
RECENT = timedelta(days=3 * 366)
MOST = 300


def framework_here(request: PartnershipRequest) -> Framework | None:
    """The framework that counts today; None before one is adopted."""
    try:
        return framework_in_use(request.here.partnership, on=request.here.today)
    except NoFramework:
        return None


def kinds(framework: Framework | None) -> Choices:
    """Kinds of finding."""
    return [(one.code, one.name) for one in framework.finding_kinds] if framework else []


def kind_hints(framework: Framework | None) -> dict[str, str]:
    """What each kind of finding means."""
    return {one.code: one.description for one in framework.finding_kinds} if framework else {}


def themes(framework: Framework | None) -> Choices:
    """The framework's themes, then its priorities: both gather findings."""
    return [(one.code, one.name) for one in (*framework.themes, *framework.priorities)] if framework else []


def bodies(request: PartnershipRequest) -> Choices:
    """The agencies that take part today: all for those who look at the whole, else the person's own."""
    rows = Participation.objects.for_partnership(request.here.partnership).on(request.here.today)
    if not permissions.sees_whole(request.here):
        rows = rows.filter(organisation__in=[UUID(key) for key in request.here.organisation_ids])
    pairs = rows.values_list("organisation__pk", "organisation__name").distinct().order_by("organisation__name")
    return [(str(pk), name) for pk, name in pairs]


def body(request: PartnershipRequest, key: str) -> Organisation | None:
    """One of the agencies that were offered; None when none was chosen."""
    if not key:
        return None
    rows = Participation.objects.for_partnership(request.here.partnership).filter(organisation=UUID(key))
    found = rows.select_related("organisation").first()
    return found.organisation if found else None


def seats(request: PartnershipRequest, *, organisation: UUID | None = None) -> Choices:
    """The seats of today that can own work, by agency; of one agency when that is given."""
    rows = Role.objects.for_partnership(request.here.partnership).on(request.here.today)
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    held = rows.select_related("organisation").order_by("organisation__name", "title")
    return [(str(one.pk), f"{one.title}, {one.organisation.name}") for one in held]


def seat(request: PartnershipRequest, key: str) -> Role | None:
    """One of the seats; None when none was chosen."""
    if not key:
        return None
    rows = Role.objects.for_partnership(request.here.partnership).on(request.here.today)
    return rows.select_related("organisation").filter(pk=key).first()


def products(request: PartnershipRequest) -> Choices:
    """Products of the last three years that the person may see, newest first."""
    rows = visible_products(request.here).exclude(due_on__lt=request.here.today - RECENT)
    pairs = rows.order_by("-due_on", "title").values_list("pk", "reference", "title")[:MOST]
    return [(str(pk), f"{reference} {title}") for pk, reference, title in pairs]


def product(request: PartnershipRequest, key: str) -> Product | None:
    """One of the products that the person may see."""
    return visible_products(request.here).select_related("subject").filter(pk=key).first() if key else None


def recommendations(request: PartnershipRequest, *, states: Sequence[str]) -> Choices:
    """Recommendations in some states, newest first."""
    rows = visible.recommendations(request.here).filter(state__in=states).order_by("-made_on", "-reference")
    pairs = rows.values_list("pk", "reference", "wording")[:MOST]
    return [(str(pk), f"{reference} {wording[:90]}") for pk, reference, wording in pairs]


def recommendation(request: PartnershipRequest, key: str) -> Recommendation | None:
    """One recommendation that the person may read; None when none was chosen."""
    try:
        return queries.recommendation(request.here, UUID(key)) if key else None
    except (Recommendation.DoesNotExist, ValueError):
        return None


def findings(request: PartnershipRequest) -> Choices:
    """Open findings, newest first."""
    rows = visible.findings(request.here).filter(state=Finding.State.OPEN).order_by("-found_on", "-reference")
    return [(str(pk), f"{reference} {title}") for pk, reference, title in
            rows.values_list("pk", "reference", "title")[:MOST]]  # fmt: skip


LIVE_STATES = (rules.PROPOSED, rules.ACCEPTED, rules.PARTLY, rules.REOPENED)
