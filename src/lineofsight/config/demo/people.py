"""The two partnerships of the demo, their organisations and areas, and one person for each role."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction

from lineofsight.config.demo import places
from lineofsight.engine import framework as frameworks
from lineofsight.engine.framework.people import Role as FrameworkRole
from lineofsight.foundation.accounts import changes as account_changes
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.handbook.changes import load_framework
from lineofsight.foundation.partnership import changes
from lineofsight.foundation.partnership.guards import today as _today
from lineofsight.foundation.partnership.models import (
    Area,
    Group,
    Membership,
    Organisation,
    Partnership,
    RoleKind,
)
from lineofsight.foundation.trail.changes import Doer

FIRST_DAY = date(2023, 4, 1)
FRAMEWORK = "kscmp-2024"
PASSWORD = "Line-of-sight-2026"  # noqa: S105 (printed for whoever starts the demo; it opens nothing else)
BY = Doer.system("Demo")
LEAD = "lead-safeguarding-partner"

# A name for each role of the framework; a role that a later framework adds takes the next one.
NAMES = (
    "Margaret Osei", "Daniel Whitcombe", "Priya Raman", "Tom Ashdown", "Helen Marsh", "Kofi Mensah", "Sian Prosser",
    "Yusuf Demir", "Rachel Tindall", "Amit Chaudhry", "Bethan Rowlands", "Grace Adeyemi", "Lewis Carver",
    "Nadia Haddad", "Oliver Penfold", "Ruth Castellan", "Imran Sheikh", "Joanna Kwiatkowska", "Marcus Thorne",
    "Eleanor Voss", "Patricia Dunmore", "Zainab Yusuf", "Colin Hartley", "Fiona Mackie", "Ben Larkin",
    "Ada Nwosu", "Gareth Pugh", "Mei Tanaka", "Stefan Novak", "Lucy Farrow",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Demo:
    """What the stories start from: partnerships, organisations by name, and the county's members by role code.

    `suppliers`: who sends the figures of each agency, by the agency's name. `chiefs`: the three partners' heads.
    """

    county: Partnership
    kent: Partnership
    organisations: Mapping[str, Organisation]
    members: Mapping[str, Membership]
    suppliers: Mapping[str, Membership]
    kent_members: Mapping[str, Membership]
    chiefs: Mapping[str, Membership]
    today: date


@transaction.atomic
def make() -> Demo:
    """Both partnerships with their people, in an empty installation."""
    content = frameworks.load(FRAMEWORK)
    county = _partnership(places.WESTMARCH, content=content)
    kent = _partnership(places.KENT, content=content)
    organisations = {**_organisations(county, places.WESTMARCH), **_organisations(kent, places.KENT)}
    members = _members(county, places.WESTMARCH, content=content, organisations=organisations)
    _deputies(county, members)
    return Demo(
        county=county,
        kent=kent,
        organisations=organisations,
        members=members,
        suppliers=_suppliers(county, organisations, known=members["data-supplier"]),
        kent_members=_kent_members(kent, organisations, analyst=members["analyst"].person),
        chiefs=_chiefs(county, organisations, council=members[LEAD]),
        today=_today(),
    )


def _partnership(place: places.Place, *, content: frameworks.Framework) -> Partnership:
    partnership = changes.add_partnership(
        slug=place.slug,
        name=place.name,
        short_name=place.short_name,
        is_made_up=place.is_made_up,
        contact_name=place.contact,
        contact_email=place.contact_email,
        by=BY,
    )
    load_framework(content, by=BY, counts_from=FIRST_DAY, partnership=partnership)
    whole = _area(place.code, place.short_name, kind="county")
    changes.cover_area(partnership, whole, starts_on=FIRST_DAY, by=BY, is_whole=True)
    for code, name in place.districts:
        changes.cover_area(partnership, _area(code, name, kind="district", parent=whole), starts_on=FIRST_DAY, by=BY)
    return partnership


def _area(code: str, name: str, *, kind: str, parent: Area | None = None) -> Area:
    facts = {"name": name, "kind": kind, "parent": parent}
    return Area.objects.get_or_create(code=code, starts_on=date(1974, 4, 1), defaults=facts)[0]


def _organisations(partnership: Partnership, place: places.Place) -> dict[str, Organisation]:
    made = {}
    for name, kind, part in place.organisations:
        organisation = changes.add_organisation(name=name, kind=kind, starts_on=FIRST_DAY, by=BY)
        changes.let_take_part(partnership, organisation, part=part, starts_on=FIRST_DAY, by=BY)
        made[name] = organisation
    return made


def _members(
    partnership: Partnership,
    place: places.Place,
    *,
    content: frameworks.Framework,
    organisations: Mapping[str, Organisation],
) -> dict[str, Membership]:
    """One person for each role of the framework, in an organisation of a kind that may hold it."""
    names = iter(NAMES)
    made = {}
    for role in content.roles:
        person = _person(next(names), f"{role.code}@{place.slug}.example")
        organisation = _home_of(role, place, organisations)
        ends_on = date(_today().year, 12, 31) if role.time_limited else None
        made[role.code] = _member(partnership, role.code, person, organisation, group=role.group, ends_on=ends_on)
    return made


def _home_of(role: FrameworkRole, place: places.Place, organisations: Mapping[str, Organisation]) -> Organisation:
    named = place.homes.get(role.code)
    if named:
        return organisations[named]
    return next(
        organisations[name]
        for kind in role.organisation_kinds
        for name, its_kind, _ in place.organisations
        if its_kind == kind
    )


def _deputies(county: Partnership, members: Mapping[str, Membership]) -> None:
    """Somebody beside those without whom nothing goes on: removing a child's name, for one, takes two people."""
    for code, name in places.DEPUTIES:
        deputy = _person(name, f"deputy-{code}@{county.slug}.example")
        stands_in = changes.seat(members[code].role, deputy, starts_on=FIRST_DAY, is_deputy=True, by=BY)
        changes.confirm(stands_in, by=BY)


def _suppliers(
    county: Partnership, organisations: Mapping[str, Organisation], *, known: Membership
) -> dict[str, Membership]:
    """Somebody in each agency who sends its figures, so that every request is somebody's."""
    made = {known.role.organisation.name: known}
    asking = [name for name, _, part in places.WESTMARCH.organisations if part not in {places.GUEST, places.TEAM}]
    for number, (name, person_name) in enumerate(zip(asking, places.SUPPLIERS, strict=True), start=1):
        if name not in made:
            person = _person(person_name, f"figures-{number}@{county.slug}.example")
            made[name] = _member(county, "data-supplier", person, organisations[name])
    return made


def _chiefs(
    county: Partnership, organisations: Mapping[str, Organisation], *, council: Membership
) -> dict[str, Membership]:
    """The head of each safeguarding partner: each signs for its own."""
    made = {"council": council}
    for key, (organisation, name) in places.CHIEFS.items():
        person = _person(name, f"{LEAD}.{key}@{county.slug}.example")
        made[key] = _member(county, LEAD, person, organisations[organisation], group="lsp")
    return made


def _kent_members(
    kent: Partnership, organisations: Mapping[str, Organisation], *, analyst: Person
) -> dict[str, Membership]:
    """Kent's own business manager, and the county's analyst, who serves both."""
    team = organisations[places.KENT_TEAM]
    manager = _person("Katherine Swale", f"business-manager@{kent.slug}.example")
    both = _member(kent, "analyst", analyst, team, group="business-team")
    return {
        "business-manager": _member(kent, "business-manager", manager, team, group="business-team"),
        "analyst": both,
    }


def _person(name: str, email: str) -> Person:
    person = account_changes.add_person(email=email, name=name, by=BY)
    # One digest for all: making each would take longer than the rest of the demo's people.
    Person.objects.filter(pk=person.pk).update(password=_password())
    account_changes.vouch_for_address(person, by=BY)
    return person


def _password() -> str:
    if not _digest:
        _digest.append(make_password(PASSWORD))
    return _digest[0]


_digest: list[str] = []


def _member(
    partnership: Partnership,
    code: str,
    person: Person,
    organisation: Organisation,
    *,
    group: str | None = None,
    ends_on: date | None = None,
) -> Membership:
    kind = RoleKind.objects.get(partnership=partnership, code=code)
    of_group = Group.objects.filter(partnership=partnership, code=group).first() if group else None
    role = changes.add_role(
        partnership, kind=kind, organisation=organisation, title=kind.name, starts_on=FIRST_DAY, by=BY, group=of_group
    )
    return changes.confirm(changes.seat(role, person, starts_on=FIRST_DAY, by=BY, ends_on=ends_on), by=BY)
