"""Who a token speaks for."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.partnership import queries as partnerships
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.permissions import joined
from lineofsight.outputs.api.models import ApiToken
from lineofsight.outputs.api.rules import digest_of

USED_AGAIN = timedelta(minutes=1)


def tokens_of(partnership: Partnership, *, person: Person | None = None) -> QuerySet[ApiToken]:
    """Every token of the partnership, newest first; those of one person where that is given."""
    rows = ApiToken.objects.for_partnership(partnership)
    rows = rows if person is None else rows.filter(membership__person=person)
    return rows.select_related("membership__person", "membership__role__organisation", "made_by")


def token_here(partnership: Partnership, key: UUID) -> ApiToken | None:
    """One token of the partnership; None for another's."""
    rows = ApiToken.objects.for_partnership(partnership).filter(pk=key)
    return rows.select_related("partnership__chain", "membership__person", "membership__role__organisation").first()


def here_by_token(token: str, *, now: datetime, today: date) -> partnerships.Here | None:
    """The seat that the token carries, or None for a token that is unknown, revoked or over, or whose seat has ended."""
    rows = ApiToken.objects.filter(digest=digest_of(token), revoked_at__isnull=True, expires_on__gte=today)
    kept = rows.select_related("membership__person", "partnership").first()
    if kept is None:
        return None
    person, slug = kept.membership.person, kept.partnership.slug
    mine = [one for one in partnerships.memberships_of(person, today=today) if one.partnership.slug == slug]
    keys = [one.pk for one in mine]
    here = partnerships.here(person, slug, today=today)
    if here is None or kept.membership_id not in keys:
        return None
    if kept.last_used_at is None or now - kept.last_used_at >= USED_AGAIN:
        ApiToken.objects.filter(pk=kept.pk).update(last_used_at=now)
    seat = (here.holdings[keys.index(kept.membership_id)],)
    return replace(here, holdings=seat, capabilities=joined(seat))
