"""Writes to partnerships, organisations, areas, groups, roles and memberships: each with its trail entry."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from lineofsight.foundation.accounts.changes import end_sessions
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.partnership.holding import ChangedMeanwhile
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
from lineofsight.foundation.trail.rules import changed_fields


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
def add_participant(
    partnership: Partnership, *, name: str, kind: str, part: str, starts_on: date, by: Doer, **facts: Any
) -> Organisation:
    """A new organisation that takes part from its first day."""
    organisation = add_organisation(name=name, kind=kind, starts_on=starts_on, by=by, **facts)
    let_take_part(partnership, organisation, part=part, starts_on=starts_on, by=by)
    return organisation


@transaction.atomic
def cover_area(partnership: Partnership, area: Area, *, starts_on: date, by: Doer, is_whole: bool = False) -> Coverage:
    """An area that the partnership covers from a day."""
    coverage = Coverage.objects.create(partnership=partnership, area=area, starts_on=starts_on, is_whole=is_whole)
    after = {"area": area.name, "code": area.code, "is_whole": is_whole}
    record(partnership.chain, by=by, deed="partnership.cover_area", after=after)
    return coverage


@transaction.atomic
def cover_areas(
    partnership: Partnership,
    *,
    lines: Sequence[tuple[str, str]],
    kind: str,
    starts_on: date,
    is_whole: bool,
    by: Doer,
) -> int:
    """Cover each area (code, name) that is not covered yet, as parts of the whole one; the number that are new here."""
    whole = partnership.coverages.filter(is_whole=True).order_by("-starts_on").first()
    parent = whole.area if whole and not is_whole else None
    covered = set(partnership.coverages.values_list("area__code", flat=True))
    new = [(code, name) for code, name in dict(lines).items() if code not in covered]
    for code, name in new:
        area = Area.objects.filter(code=code).order_by("-starts_on").first()
        if area is None:
            area = Area.objects.create(code=code, name=name, kind=kind, parent=parent, starts_on=starts_on)
            record(installation_chain(), by=by, deed="partnership.add_area", after={"code": code, "name": name})
        cover_area(partnership, area, starts_on=starts_on, by=by, is_whole=is_whole)
    return len(new)


@transaction.atomic
def add_role_kinds(partnership: Partnership, kinds: Sequence[RoleKind], *, by: Doer) -> None:
    """Kinds of role that are new here, as one set with one entry. KeyError for a capability that does not exist."""
    unknown = [(kind.code, may) for kind in kinds for may in kind.capabilities() if may not in CAPABILITIES]
    if unknown:
        raise KeyError(f"Role {unknown[0][0]}: there is no capability “{unknown[0][1]}”.")
    if kinds:
        RoleKind.objects.bulk_create(kinds)
        after = {kind.code: kind.may for kind in kinds}
        record(partnership.chain, by=by, deed="partnership.add_role_kinds", after=after, rows=len(kinds))


@transaction.atomic
def add_groups(partnership: Partnership, groups: Sequence[Group], *, by: Doer) -> None:
    """Groups that are new here, as one set with one entry."""
    if groups:
        Group.objects.bulk_create(groups)
        after = {group.code: group.name for group in groups}
        record(partnership.chain, by=by, deed="partnership.add_groups", after=after, rows=len(groups))


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
    ends_on: date | None = None,
) -> Role:
    """A seat: a kind of role in an organisation, perhaps of a group."""
    role = Role.objects.create(
        partnership=partnership,
        kind=kind,
        organisation=organisation,
        group=group,
        title=title,
        starts_on=starts_on,
        ends_on=ends_on,
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


Editable = Partnership | Organisation | Area | Group | RoleKind | Role


@transaction.atomic
def edit(
    row: Editable,
    *,
    expected_version: int,
    facts: dict[str, Any],
    chain: Chain,
    now: datetime,
    by: Doer,
) -> None:
    """Change a row's facts (`successors` among them). ChangedMeanwhile when `expected_version` is not the newest."""
    saved = type(row).objects.select_for_update().get(pk=row.pk)  # type: ignore[misc]
    if saved.version != expected_version:
        raise ChangedMeanwhile(saved=saved)
    successors = facts.get("successors")
    fields = {name: value for name, value in facts.items() if name != "successors"}
    was = {name: getattr(saved, name) for name in fields}
    for name, value in fields.items():
        setattr(saved, name, value)
    saved.version, saved.changed_at, saved.changed_by_id = saved.version + 1, now, by.actor_id
    saved.save()
    if successors is not None and isinstance(saved, Organisation | Area | Group | Role):
        was["successors"] = list(saved.successors.all())
        saved.successors.set(successors)
    before, after = changed_fields(_said(was), _said(facts))
    record(
        chain, by=by, deed=f"partnership.edit_{row._meta.model_name}", before=before, after={"of": str(row.pk), **after}
    )


def _said(facts: dict[str, Any]) -> dict[str, Any]:
    return {
        name: [str(one.pk) for one in value]
        if name == "successors"
        else str(value.pk)
        if hasattr(value, "pk")
        else value
        for name, value in facts.items()
    }


@transaction.atomic
def refuse(membership: Membership, *, reason: str, now: datetime, by: Doer) -> None:
    """The person does not serve in this seat: the membership never gives any rights."""
    membership.stopped_at = now
    membership.save(update_fields=["stopped_at"])
    after = {"membership": str(membership.pk), "person": str(membership.person.actor_id)}
    record(membership.partnership.chain, by=by, deed="partnership.refuse", after=after, note=reason)


@transaction.atomic
def stop_at_once(membership: Membership, *, last_day: date, now: datetime, by: Doer) -> None:
    """End the membership and its rights this minute, not at the end of the last day."""
    membership.stopped_at = now
    membership.save(update_fields=["stopped_at"])
    end_membership(membership, last_day=max(last_day, membership.starts_on), by=by)


@transaction.atomic
def make_holder(deputy: Membership, *, by: Doer) -> None:
    """The deputy becomes the one who holds the seat, and all work that belongs to it."""
    deputy.is_deputy = False
    deputy.save(update_fields=["is_deputy"])
    after = {"role": deputy.role.title, "person": str(deputy.person.actor_id)}
    record(deputy.partnership.chain, by=by, deed="partnership.make_holder", after=after)
