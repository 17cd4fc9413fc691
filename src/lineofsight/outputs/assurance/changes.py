"""Accepting that something does not add up, with the reason, and taking that back."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.outputs.assurance.models import AcceptedCheck


@transaction.atomic
def accept(
    partnership: Partnership,
    *,
    check: str,
    key: str,
    title: str,
    reason: str,
    until: date | None,
    by: Doer,
    now: datetime,
) -> AcceptedCheck:
    """It may stay as it is, for this reason, and until that day when one is given."""
    if not reason.strip():
        raise Refused("Write why it may stay as it is.")
    try:
        with transaction.atomic():
            made = AcceptedCheck.objects.create(
                partnership=partnership, check_code=check, key=key, title=title[:300], reason=reason, until=until,
                at=now, actor_id=by.actor_id, role=by.role,
            )  # fmt: skip
    except IntegrityError as twice:
        raise Refused("Somebody has accepted this already.") from twice
    after = {"check": check, "title": title, "until": until}
    record(partnership.chain, by=by, deed="assurance.accept_check", after=after, note=reason)
    return made


@transaction.atomic
def show_again(accepted: AcceptedCheck, *, by: Doer, now: datetime) -> None:
    """What was accepted shows again."""
    standing = AcceptedCheck.objects.filter(pk=accepted.pk, taken_back_at__isnull=True)
    if standing.update(taken_back_at=now):
        after = {"check": accepted.check_code, "title": accepted.title}
        record(accepted.partnership.chain, by=by, deed="assurance.show_check_again", after=after)
