"""Everybody in a role, everybody invited to one, and roles that nobody holds: the rows of the people's spreadsheet."""

from django.db.models import QuerySet

from lineofsight.cycle.spreadsheets.wording import Cells, Wording, person_cells
from lineofsight.foundation.partnership import queries
from lineofsight.foundation.partnership.models import Invitation, Membership, Role
from lineofsight.foundation.partnership.queries import Here

RELATED = ("role__organisation", "role__group", "role__kind")


def people_out(here: Here) -> list[Cells]:
    """One row for each membership, past ones too, each invitation that nobody took yet, and each role of today without both."""
    held = list(memberships(here))
    invited = list(_waiting(here))
    wording = Wording(None, {})
    rows = [wording.person(one) for one in held]
    rows += [person_cells(one.role, name=one.name, email=one.email, is_deputy=one.is_deputy, ends_on=one.access_ends_on)
             for one in invited]  # fmt: skip
    taken = {one.role_id for one in held} | {one.role_id for one in invited}
    return rows + [person_cells(one, name="", email="", is_deputy=False, ends_on=None) for one in _seats(here)
                   if one.pk not in taken]  # fmt: skip


def memberships(here: Here) -> QuerySet[Membership]:
    """Every membership of the partnership, by organisation, role and first day."""
    rows = Membership.objects.for_partnership(here.partnership).select_related("person", "confirmed_by", *RELATED)
    return rows.order_by("role__organisation__name", "role__title", "starts_on", "pk")


def _waiting(here: Here) -> QuerySet[Invitation]:
    rows = queries.invitations(here.partnership).filter(accepted_at__isnull=True, withdrawn_at__isnull=True)
    return rows.select_related(*RELATED).order_by("role__organisation__name", "role__title", "email", "pk")


def _seats(here: Here) -> QuerySet[Role]:
    rows = Role.objects.for_partnership(here.partnership).on(here.today)
    return rows.select_related("organisation", "group", "kind").order_by("organisation__name", "title", "pk")
