"""What the team that runs audits sees: rounds, who can be asked, who can moderate, standards in use, the survey."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from lineofsight.foundation.handbook.queries import framework_in_use
from lineofsight.foundation.partnership.models import Organisation, Participation, Partnership, Role
from lineofsight.sources.audits import rules
from lineofsight.sources.audits.models import Assessment, Audit, PlannedAction, StandardUse, Survey
from lineofsight.sources.audits.queries.reading import audits


def rounds(partnership: Partnership) -> QuerySet[Audit]:
    """The partnership's audits, newest first, with how many are asked, declared and agreed."""
    beyond = Q(assessments__declared_at__isnull=False)
    return audits(partnership).annotate(
        asked=Count("assessments"),
        declared=Count("assessments", filter=beyond),
        agreed=Count("assessments", filter=Q(assessments__state=rules.AGREED)),
    )


def uses(partnership: Partnership) -> QuerySet[StandardUse]:
    """The versions of standards that the partnership may choose, newest first."""
    rows = StandardUse.objects.for_partnership(partnership).filter(retired_at__isnull=True)
    return rows.select_related("version_used", "taken_up_by").order_by("-taken_up_at", "-pk")


def bodies_to_ask(partnership: Partnership, *, today: date) -> list[tuple[Organisation, bool]]:
    """Each organisation that takes part today, by name, and whether its kind is usually asked; three queries."""
    kinds = {kind.code: kind.section_11 for kind in framework_in_use(partnership, on=today).organisation_kinds}
    rows = Participation.objects.for_partnership(partnership).on(today).select_related("organisation")
    found = {row.organisation_id: row.organisation for row in rows}
    return [(body, kinds.get(body.kind, False)) for body in sorted(found.values(), key=lambda body: body.name)]


def seats_to_moderate(partnership: Partnership, *, today: date) -> list[Role]:
    """Seats whose kind lets them moderate, by title."""
    rows = Role.objects.for_partnership(partnership).on(today).select_related("kind", "organisation")
    return [role for role in rows.order_by("title", "organisation__name") if "moderate" in role.kind.capabilities()]


def panel_seats(audit: Audit) -> list[str]:
    """The titles of the seats on the panel, with their organisations."""
    rows = audit.panel.select_related("role__organisation").order_by("role__title")
    return [f"{one.role.title}, {one.role.organisation.name}" for one in rows]


def survey_of(audit: Audit) -> Survey | None:
    """The practitioner survey beside the audit, with the number of replies, or None."""
    return Survey.objects.filter(audit=audit).annotate(number=Count("replies")).first()


def not_declared(audit: Audit) -> list[str]:
    """Organisations that have not declared, by name."""
    rows = Assessment.objects.for_partnership(audit.partnership).filter(audit=audit, declared_at__isnull=True)
    return list(rows.order_by("organisation__name").values_list("organisation__name", flat=True))


def planned_actions(audit: Audit) -> list[tuple[str, str, str]]:
    """What agencies will do: agency, action, day; of declared answers only."""
    rows = PlannedAction.objects.filter(answer__assessment__audit=audit, joined__isnull=False, removed_at__isnull=True)
    shown = rows.order_by("answer__assessment__organisation__name", "pk").values_list(
        "answer__assessment__organisation__name", "joined__reference", "text", "due_on"
    )
    return [(name, f"{reference}: {text}", f"{day:%d/%m/%Y}") for name, reference, text, day in shown]
