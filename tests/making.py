"""Makes real rows for tests: a partnership with its framework, organisations, and people in seats."""

from datetime import date
from functools import cache
from typing import Any

from lineofsight.engine import framework as frameworks
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.handbook.changes import load_framework
from lineofsight.foundation.partnership import changes
from lineofsight.foundation.partnership.models import Group, Membership, Organisation, Partnership, Role, RoleKind
from lineofsight.foundation.trail.changes import Doer

FIRST_DAY = date(2020, 4, 1)
PASSWORD = "Corr3ct-horse-battery"
SYSTEM = Doer.system("Tests")
framework_named = cache(frameworks.load)


def a_person(name: str = "Ada Okafor", *, email: str = "", **facts: Any) -> Person:
    """An account that can sign in with PASSWORD."""
    address = email or f"{name.lower().replace(' ', '.')}@example.org"
    return Person.objects.create_user(address, PASSWORD, name=name, **facts)


def a_partnership(slug: str = "westmarch", *, framework: str = "kscmp-2024", **facts: Any) -> Partnership:
    """A partnership that adopted a framework, so that its roles and groups exist."""
    partnership = changes.add_partnership(slug=slug, name=facts.pop("name", slug.title()), by=SYSTEM, **facts)
    load_framework(framework_named(framework), by=SYSTEM, counts_from=FIRST_DAY, partnership=partnership)
    return partnership


def an_organisation(
    partnership: Partnership,
    name: str = "Westmarch Council",
    *,
    kind: str = "local_authority",
    part: str = "safeguarding_partner",
) -> Organisation:
    """An organisation that takes part in the partnership; the same row for the same name."""
    organisation = Organisation.objects.filter(name=name).first()
    if organisation is None:
        organisation = changes.add_organisation(name=name, kind=kind, starts_on=FIRST_DAY, by=SYSTEM)
    if not organisation.participations.filter(partnership=partnership).exists():
        changes.let_take_part(partnership, organisation, part=part, starts_on=FIRST_DAY, by=SYSTEM)
    return organisation


def a_seat(
    partnership: Partnership,
    kind: str,
    *,
    organisation: Organisation | None = None,
    group: Group | None = None,
    title: str = "",
) -> Role:
    """A seat of the kind (a role code of the framework)."""
    role_kind = RoleKind.objects.get(partnership=partnership, code=kind)
    body = organisation or an_organisation(partnership)
    return changes.add_role(
        partnership,
        kind=role_kind,
        organisation=body,
        title=title or role_kind.name,
        starts_on=FIRST_DAY,
        by=SYSTEM,
        group=group,
    )


def a_member(
    partnership: Partnership,
    kind: str,
    *,
    name: str = "",
    person: Person | None = None,
    organisation: Organisation | None = None,
    group: Group | None = None,
) -> Membership:
    """A person with a confirmed seat of the kind."""
    holder = person or a_person(name or f"{kind.replace('-', ' ').title()} Of {partnership.slug.title()}")
    role = a_seat(partnership, kind, organisation=organisation, group=group)
    membership = changes.seat(role, holder, starts_on=FIRST_DAY, by=SYSTEM)
    return changes.confirm(membership, by=SYSTEM)
