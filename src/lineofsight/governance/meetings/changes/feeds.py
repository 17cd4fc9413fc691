"""The address that a person's own calendar reads: made, renewed, ended. The secret is kept as its digest alone."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import Q

from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.governance.meetings.models import CalendarFeed

READ_NOTED_EVERY = timedelta(hours=1)


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_feed(partnership: Partnership, person: Person, *, by: Doer, now: datetime) -> str:
    """A new address for the person's calendar; one that they had before ends. The secret, which is told this once."""
    renewed = _end(partnership, person, now=now)
    secret = secrets.token_urlsafe(32)
    CalendarFeed.objects.create(partnership=partnership, person=person, secret_digest=digest_of(secret), made_at=now)
    deed = "meetings.renew_feed" if renewed else "meetings.make_feed"
    record(partnership.chain, by=by, deed=deed)
    return secret


@transaction.atomic
def end_feed(partnership: Partnership, person: Person, *, by: Doer, now: datetime) -> bool:
    """The person's address gives nothing any more; False when there was none."""
    ended = _end(partnership, person, now=now)
    if ended:
        record(partnership.chain, by=by, deed="meetings.end_feed")
    return ended


def _end(partnership: Partnership, person: Person, *, now: datetime) -> bool:
    rows = CalendarFeed.objects.for_partnership(partnership).filter(person=person, ended_at__isnull=True)
    return rows.update(ended_at=now) > 0


def note_read(feed: CalendarFeed, *, now: datetime) -> None:
    """A calendar read the address; noted at most once an hour."""
    old = Q(last_read_at__isnull=True) | Q(last_read_at__lt=now - READ_NOTED_EVERY)
    CalendarFeed.objects.for_partnership(feed.partnership).filter(old, pk=feed.pk).update(last_read_at=now)
