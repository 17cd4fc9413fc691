"""Loading a framework and adopting it."""

from datetime import date

from django.db import transaction

from lineofsight.engine import framework as frameworks
from lineofsight.foundation.handbook.models import Adoption, FrameworkVersion
from lineofsight.foundation.partnership import changes as partnership_changes
from lineofsight.foundation.partnership.models import Group, Partnership
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
def adopt(
    partnership: Partnership,
    version: FrameworkVersion,
    *,
    content: frameworks.Framework,
    counts_from: date,
    by: Doer,
) -> Adoption:
    """The version counts in the partnership from the day: its roles and groups become the partnership's own, editable."""
    adoption, _ = Adoption.objects.update_or_create(
        partnership=partnership, counts_from=counts_from, defaults={"version": version}
    )
    for role in content.roles:
        partnership_changes.set_role_kind(
            partnership, code=role.code, name=role.name, description=role.description, may=list(role.may), by=by
        )
    known = set(Group.objects.for_partnership(partnership).values_list("code", flat=True))
    for group in content.groups:
        if group.code not in known:
            partnership_changes.add_group(
                partnership,
                code=group.code,
                framework_code=group.code,
                name=group.name,
                remit=group.remit,
                starts_on=counts_from,
                by=by,
            )
    after = {"version": version.content_hash, "counts_from": counts_from}
    record(partnership.chain, by=by, deed="handbook.adopt", after=after)
    return adoption
