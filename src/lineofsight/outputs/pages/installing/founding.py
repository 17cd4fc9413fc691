"""A new partnership with its framework, its own team and the invitation of whoever runs it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from lineofsight.engine.framework import Framework
from lineofsight.engine.framework.people import Role as FrameworkRole
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.handbook.changes import load_framework
from lineofsight.foundation.partnership import changes, inviting, queries
from lineofsight.foundation.partnership.models import Invitation, Participation, Partnership, Role, RoleKind
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer

MANAGES = frozenset({"manage_people", "manage_setup"})


@dataclass(frozen=True, slots=True)
class Names:
    """What a partnership is called: `slug` stands in its addresses; `is_made_up` marks each page, for practice."""

    name: str
    short_name: str
    slug: str
    team: str
    is_made_up: bool = False


@dataclass(frozen=True, slots=True)
class Manager:
    """Who is invited to run it."""

    name: str
    email: str


def manager_role(framework: Framework) -> FrameworkRole | None:
    """The first role of the framework that may set up and manage people; None when it has no such role."""
    return next((role for role in framework.roles if set(role.may) >= MANAGES), None)


def slug_for(name: str) -> str:
    """A short word for the addresses, made from the name; with a number when another partnership has it."""
    wanted = slugify(name)[:50] or "partnership"
    taken = set(Partnership.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    free = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(slug for slug in free if slug not in taken)


@transaction.atomic
def found(
    names: Names,
    framework: Framework,
    manager: Manager,
    *,
    counts_from: date,
    inviter: Person,
    address: str,
    today: date,
    now: datetime,
    by: Doer,
) -> Partnership:
    """The partnership, with the invitation in the queue. Refused when the framework has no role that may set up."""
    role = manager_role(framework)
    if role is None:
        raise Refused("This framework has no role that may set up and manage people, so nobody could start.")
    partnership = changes.add_partnership(
        slug=names.slug, name=names.name, short_name=names.short_name, is_made_up=names.is_made_up, by=by
    )
    load_framework(framework, by=by, counts_from=counts_from, partnership=partnership)
    kind = role.organisation_kinds[0] if role.organisation_kinds else "other"
    facts: dict[str, Any] = {
        "name": names.team,
        "kind": kind,
        "part": Participation.Part.TEAM,
        "starts_on": min(counts_from, today),
    }
    team = changes.add_participant(partnership, **facts, by=by)
    seat = changes.add_role(
        partnership,
        kind=RoleKind.objects.get(partnership=partnership, code=role.code),
        organisation=team,
        title=role.name,
        starts_on=min(counts_from, today),
        by=by,
    )
    _invite(seat, manager, inviter=inviter, address=address, today=today, now=now, by=by)
    return partnership


@transaction.atomic
def invite_manager(
    partnership: Partnership, manager: Manager, *, inviter: Person, address: str, today: date, now: datetime, by: Doer
) -> Invitation:
    """Invite somebody to run a partnership that nobody runs. Refused when somebody does: they invite others themselves."""
    if queries.people_who_may(partnership, "manage_people", today=today):
        raise Refused(f"Somebody runs {partnership} already. They invite others.")
    seat = _managing_seat(partnership, today=today)
    if seat is None:
        raise Refused(f"{partnership} has no role left that may set up and manage people.")
    return _invite(seat, manager, inviter=inviter, address=address, today=today, now=now, by=by)


def _managing_seat(partnership: Partnership, *, today: date) -> Role | None:
    kinds = [kind.pk for kind in partnership.role_kinds.all() if kind.capabilities() >= MANAGES]
    return Role.objects.for_partnership(partnership).on(today).filter(kind__in=kinds).order_by("starts_on").first()


def _invite(
    seat: Role, manager: Manager, *, inviter: Person, address: str, today: date, now: datetime, by: Doer
) -> Invitation:
    return inviting.invite(
        seat,
        email=manager.email,
        name=manager.name,
        inviter=inviter,
        address=address,
        today=today,
        now=now,
        by=by,
        why="You run the partnership here: you set it up and invite everybody else.",
    )
