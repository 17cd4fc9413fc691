"""Writes to partnerships, organisations, areas, groups, roles and memberships: each with its trail entry."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from lineofsight.foundation.accounts.changes import end_sessions
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.partnership.models import (
    Area,
    Coverage,
    Group,
    Membership,
    Organisation,
    Participation,
    Partnership,
    Role,
    RoleKind,
)
from lineofsight.foundation.partnership.permissions import CAPABILITIES
from lineofsight.foundation.trail.changes import Doer, installation_chain, record
from lineofsight.foundation.trail.models import Chain


@transaction.atomic
def add_partnership(*, slug: str, name: str, by: Doer, **facts: Any) -> Partnership:
    """A partnership with its own chain of the trail."""
    chain = Chain.objects.create(code=slug)
    partnership = Partnership.objects.create(slug=slug, name=name, chain=chain, **facts)
    record(chain, by=by, deed="partnership.add", after={"slug": slug, "name": name})
    return partnership


@transaction.atomic
def add_organisation(*, name: str, kind: str, starts_on: date, by: Doer, **facts: Any) -> Organisation:
    """An organisation, which may serve several partnerships."""
    organisation = Organisation.objects.create(name=name, kind=kind, starts_on=starts_on, **facts)
    record(installation_chain(), by=by, deed="partnership.add_organisation", after={"name": name, "kind": kind})
    return organisation


@transaction.atomic
def let_take_part(
    partnership: Partnership, organisation: Organisation, *, part: str, starts_on: date, by: Doer
) -> Participation:
    """An organisation's part in the partnership from a day."""
    participation = Participation.objects.create(
        partnership=partnership, organisation=organisation, part=part, starts_on=starts_on
    )
    after = {"organisation": organisation.name, "part": part, "starts_on": starts_on}
    record(partnership.chain, by=by, deed="partnership.let_take_part", after=after)
    return participation


@transaction.atomic
def cover_area(partnership: Partnership, area: Area, *, starts_on: date, by: Doer, is_whole: bool = False) -> Coverage:
    """An area that the partnership covers from a day."""
    coverage = Coverage.objects.create(partnership=partnership, area=area, starts_on=starts_on, is_whole=is_whole)
    after = {"area": area.name, "code": area.code, "is_whole": is_whole}
    record(partnership.chain, by=by, deed="partnership.cover_area", after=after)
    return coverage


@transaction.atomic
def set_role_kind(
    partnership: Partnership, *, code: str, name: str, may: list[str], by: Doer, description: str = ""
) -> RoleKind:
    """What a kind of role may do here. KeyError for a capability that does not exist."""
    unknown = [capability for capability in may if capability not in CAPABILITIES]
    if unknown:
        raise KeyError(f"Role {code}: there is no capability “{unknown[0]}”.")
    facts = {"name": name, "description": description, "may": " ".join(sorted(may))}
    kind, _ = RoleKind.objects.update_or_create(partnership=partnership, code=code, defaults=facts)
    record(partnership.chain, by=by, deed="partnership.set_role_kind", after={"code": code, **facts})
    return kind


@transaction.atomic
def add_group(partnership: Partnership, *, code: str, name: str, starts_on: date, by: Doer, **facts: Any) -> Group:
    """A group of the partnership."""
    group = Group.objects.create(partnership=partnership, code=code, name=name, starts_on=starts_on, **facts)
    record(partnership.chain, by=by, deed="partnership.add_group", after={"code": code, "name": name})
    return group


@transaction.atomic
def add_role(
    partnership: Partnership,
    *,
    kind: RoleKind,
    organisation: Organisation,
    title: str,
    starts_on: date,
    by: Doer,
    group: Group | None = None,
) -> Role:
    """A seat: a kind of role in an organisation, perhaps of a group."""
    role = Role.objects.create(
        partnership=partnership, kind=kind, organisation=organisation, group=group, title=title, starts_on=starts_on
    )
    after = {"title": title, "kind": kind.code, "organisation": organisation.name, "group": group.code if group else ""}
    record(partnership.chain, by=by, deed="partnership.add_role", after=after)
    return role


@transaction.atomic
def seat(
    role: Role, person: Person, *, starts_on: date, by: Doer, is_deputy: bool = False, ends_on: date | None = None
) -> Membership:
    """A person in a seat, without rights until somebody confirms it."""
    membership = Membership.objects.create(
        partnership=role.partnership,
        role=role,
        person=person,
        starts_on=starts_on,
        ends_on=ends_on,
        is_deputy=is_deputy,
    )
    after = {"role": role.title, "person": str(person.actor_id), "is_deputy": is_deputy, "ends_on": ends_on}
    record(role.partnership.chain, by=by, deed="partnership.seat", after=after)
    return membership


@transaction.atomic
def confirm(membership: Membership, *, by: Doer) -> Membership:
    """Give the membership its rights, once."""
    membership.confirmed_at, membership.confirmed_by_id = timezone.now(), by.actor_id
    membership.save(update_fields=["confirmed_at", "confirmed_by"])
    after = {"membership": str(membership.pk), "person": str(membership.person.actor_id)}
    record(membership.partnership.chain, by=by, deed="partnership.confirm", after=after)
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, last_day: date, by: Doer) -> Membership:
    """The person leaves the seat; their sessions end at once, and what else they serve in stays."""
    before = {"ends_on": membership.ends_on}
    membership.ends_on = last_day
    membership.save(update_fields=["ends_on"])
    end_sessions(membership.person, by=by)
    after = {"ends_on": last_day, "person": str(membership.person.actor_id)}
    record(membership.partnership.chain, by=by, deed="partnership.end_membership", before=before, after=after)
    return membership
