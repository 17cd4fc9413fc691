"""Loading a framework and adopting it."""

from datetime import date

from django.db import transaction

from lineofsight.engine import framework as frameworks
from lineofsight.foundation.handbook.models import Adoption, FrameworkVersion
from lineofsight.foundation.handbook.rules import why_not_from
from lineofsight.foundation.partnership import changes as partnership_changes
from lineofsight.foundation.partnership.models import Group, Partnership, RoleKind
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, installation_chain, record


@transaction.atomic
def load_framework(
    content: frameworks.Framework, *, by: Doer, counts_from: date | None = None, partnership: Partnership | None = None
) -> FrameworkVersion:
    """The immutable version with this content, made if it is new, and adopted when a partnership is named."""
    version, is_new = FrameworkVersion.objects.get_or_create(
        content_hash=content.content_hash,
        defaults={"code": content.code, "name": content.name, "content": content.to_json()},
    )
    if is_new:
        after = {"code": content.code, "hash": content.content_hash}
        record(installation_chain(), by=by, deed="handbook.load_framework", after=after)
    if partnership and counts_from:
        adopt(partnership, version, content=content, counts_from=counts_from, by=by)
    return version


@transaction.atomic
def adopt_in_browser(
    partnership: Partnership, content: frameworks.Framework, *, counts_from: date, today: date, by: Doer
) -> FrameworkVersion:
    """The version counts from the day. Refused for a day that would change what already counted."""
    days = list(Adoption.objects.filter(partnership=partnership).values_list("counts_from", flat=True))
    reason = why_not_from(counts_from, today=today, adopted=days)
    if reason:
        raise Refused(reason)
    return load_framework(content, by=by, counts_from=counts_from, partnership=partnership)


@transaction.atomic
def adopt(
    partnership: Partnership,
    version: FrameworkVersion,
    *,
    content: frameworks.Framework,
    counts_from: date,
    by: Doer,
) -> Adoption:
    """The version counts in the partnership from the day; roles and groups that are new become the partnership's own.

    A role that is here already keeps what it may do: the partnership may have changed it, and nobody's rights should
    change because a text was replaced. The page of roles shows where the two differ.
    """
    adoption, _ = Adoption.objects.update_or_create(
        partnership=partnership, counts_from=counts_from, defaults={"version": version}
    )
    _add_roles(partnership, content, by=by)
    _add_groups(partnership, content, starts_on=counts_from, by=by)
    after = {"version": version.content_hash, "counts_from": counts_from}
    record(partnership.chain, by=by, deed="handbook.adopt", after=after)
    return adoption


def _add_roles(partnership: Partnership, content: frameworks.Framework, *, by: Doer) -> None:
    known = set(RoleKind.objects.filter(partnership=partnership).values_list("code", flat=True))
    new = [
        RoleKind(
            partnership=partnership,
            code=role.code,
            name=role.name,
            description=role.description,
            may=" ".join(sorted(role.may)),
        )
        for role in content.roles
        if role.code not in known
    ]
    partnership_changes.add_role_kinds(partnership, new, by=by)


def _add_groups(partnership: Partnership, content: frameworks.Framework, *, starts_on: date, by: Doer) -> None:
    known = set(Group.objects.for_partnership(partnership).values_list("code", flat=True))
    new = [
        Group(
            partnership=partnership,
            code=group.code,
            framework_code=group.code,
            name=group.name,
            remit=group.remit,
            starts_on=starts_on,
        )
        for group in content.groups
        if group.code not in known
    ]
    partnership_changes.add_groups(partnership, new, by=by)
