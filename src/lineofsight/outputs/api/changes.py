"""Making and revoking tokens."""

from datetime import date, datetime, timedelta

from django.db import transaction

from lineofsight.foundation.partnership.models import Membership
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.outputs.api.models import ApiToken
from lineofsight.outputs.api.rules import LONGEST_DAYS, digest_of, new_token


@transaction.atomic
def make_token(
    membership: Membership, *, name: str, expires_on: date, by: Doer, now: datetime, today: date
) -> tuple[ApiToken, str]:
    """The token's row, and the token: the only time that anybody sees it. Refused for a day that is past or too far off."""
    if not today <= expires_on <= today + timedelta(days=LONGEST_DAYS):
        raise Refused("A token works for a year at most. Choose a day between today and then.")
    token = new_token()
    row = ApiToken.objects.create(
        partnership=membership.partnership,
        membership=membership,
        name=name[:80],
        digest=digest_of(token),
        made_at=now,
        made_by_id=by.actor_id,
        expires_on=expires_on,
    )
    after = {"name": row.name, "expires_on": expires_on, "seat": membership.role.title}
    record(membership.partnership.chain, by=by, deed="api.make_token", after=after)
    return row, token


@transaction.atomic
def revoke_token(token: ApiToken, *, by: Doer, now: datetime) -> None:
    """It stops working at once; the row stays."""
    changed = ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=now)
    if changed:
        record(token.partnership.chain, by=by, deed="api.revoke_token", before={"name": token.name})
