"""Telling people, and putting e-mail in the queue."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.notices.models import Email, Notice
from lineofsight.foundation.trail.models import Chain, Subject


@transaction.atomic
def tell(
    people: Iterable[Person],
    *,
    key: str,
    text: str,
    path: str,
    kind: str = Notice.Kind.TASK,
    chain: Chain | None = None,
    subject: Subject | None = None,
) -> int:
    """Tell each person once; the number told now. Urgent notices are e-mailed at once, the rest in the day's one message."""
    asked = {person.pk: person for person in people}
    told = set(Notice.objects.filter(key=key, person__in=asked).values_list("person_id", flat=True))
    new = [person for pk, person in asked.items() if pk not in told]
    Notice.objects.bulk_create(
        [
            Notice(person=person, chain=chain, subject=subject, kind=kind, key=key, text=text[:300], path=path)
            for person in new
        ],
        ignore_conflicts=True,
    )
    return len(new)


@transaction.atomic
def settle(*, key_prefix: str) -> int:
    """What was asked for is done: reminders about it stop; the number of notices settled."""
    open_notices = Notice.objects.filter(key__startswith=key_prefix, settled_at__isnull=True)
    return open_notices.update(settled_at=timezone.now())


def queue_email(
    *, to: str, kind: str, title: str, body: str, person: Person | None = None, chain: Chain | None = None
) -> Email:
    """Put one message in the queue, in the caller's transaction: it is sent only if what it is about was written."""
    return Email.objects.create(to=to, kind=kind, title=title[:200], body=body, person=person, chain=chain)
