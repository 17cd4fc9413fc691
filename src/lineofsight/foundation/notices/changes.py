"""Telling people, and what happens to an e-mail: put in the queue, sent, tried again, given up, cancelled."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.notices import rules
from lineofsight.foundation.notices.models import Email, EmailChoice, Notice
from lineofsight.foundation.trail.changes import Doer, installation_chain, record
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
    due_on: date | None = None,
) -> int:
    """Tell each person once; the number told now. Urgent notices are e-mailed at once, the rest in the day's one message.

    With `due_on` the e-mail carries an entry of that day for the person's calendar.
    """
    asked = {person.pk: person for person in people}
    told = set(Notice.objects.filter(key=key, person__in=asked).values_list("person_id", flat=True))
    new = [person for pk, person in asked.items() if pk not in told]
    Notice.objects.bulk_create(
        [
            Notice(
                person=person,
                chain=chain,
                subject=subject,
                kind=kind,
                key=key,
                text=text[:300],
                path=path,
                due_on=due_on,
            )
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
    *,
    to: str,
    kind: str,
    title: str,
    body: str,
    person: Person | None = None,
    chain: Chain | None = None,
    from_name: str = "",
    reply_to: str = "",
    is_secret: bool = False,
) -> Email:
    """Put one message in the queue, in the caller's transaction: it is sent only if what it is about was written.

    `is_secret`: the body holds a link that lets somebody in; it is emptied as soon as it was sent or cancelled.
    """
    return Email.objects.create(
        to=to,
        kind=kind,
        title=" ".join(title.split())[:200],
        body=body,
        person=person,
        chain=chain,
        from_name=" ".join(from_name.split())[:200],
        reply_to=reply_to,
        is_secret=is_secret,
    )


@transaction.atomic
def bundle(person: Person, notices: Sequence[Notice], *, title: str, body: str, kind: str, now: datetime) -> Email:
    """One message for several notices of a person; the notices know in which message they went."""
    chains = {notice.chain_id for notice in notices}
    email = queue_email(to=person.email, kind=kind, title=title, body=body, person=person)
    # Due in the pass that made it, so that an early warning does not wait for the next one.
    chain_id = chains.pop() if len(chains) == 1 else None
    Email.objects.filter(pk=email.pk).update(chain_id=chain_id, next_try_at=now)
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(email=email, emailed_at=now)
    return email


def claim(email: Email, *, now: datetime, until: datetime) -> bool:
    """True when this process may send the message now: nobody else tries it before `until`, even if we are killed."""
    waiting = Email.objects.filter(pk=email.pk, state=Email.State.WAITING, next_try_at__lte=now)
    return waiting.update(next_try_at=until, tries=F("tries") + 1) == 1


def mark_sent(email: Email, *, now: datetime) -> None:
    """The mail server took it."""
    facts = {"state": Email.State.SENT, "sent_at": now, "error": ""}
    Email.objects.filter(pk=email.pk).update(**facts, **({"body": ""} if email.is_secret else {}))


def mark_failed(email: Email, *, error: str, now: datetime, for_good: bool = False) -> None:
    """The mail server did not take it: try again later, or give up when it said never or after the last try."""
    email.refresh_from_db(fields=["tries"])
    wait = None if for_good else rules.wait_after(email.tries)
    facts = {"error": error[:500]}
    if wait is None:
        Email.objects.filter(pk=email.pk).update(state=Email.State.FAILED, **facts)
    else:
        Email.objects.filter(pk=email.pk).update(next_try_at=now + wait, **facts)


def cancel_settled(email: Email) -> None:
    """Everything that the message was about is done: it is not sent any more."""
    Email.objects.filter(pk=email.pk).update(state=Email.State.CANCELLED, error="Done before it was sent.")


@transaction.atomic
def try_again(email: Email, *, now: datetime, by: Doer) -> None:
    """Send a failed message once more, as if it were new."""
    again = {"state": Email.State.WAITING, "tries": 0, "next_try_at": now}
    failed = Email.objects.filter(pk=email.pk, state=Email.State.FAILED)
    if failed.update(**again):
        record(email.chain or installation_chain(), by=by, deed="notices.try_again", after={"email": str(email.pk)})


@transaction.atomic
def cancel(email: Email, *, by: Doer) -> None:
    """Never send a message that waits or failed."""
    unsent = Email.objects.filter(pk=email.pk, state__in=[Email.State.WAITING, Email.State.FAILED])
    if unsent.update(state=Email.State.CANCELLED, **({"body": ""} if email.is_secret else {})):
        record(email.chain or installation_chain(), by=by, deed="notices.cancel", after={"email": str(email.pk)})


def mark_read(notice: Notice, *, now: datetime) -> None:
    """The person has opened it."""
    Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=now)


def mark_all_read(person: Person, *, now: datetime) -> int:
    """The person has seen every message; the number that were new."""
    return Notice.objects.filter(person=person, read_at__isnull=True).update(read_at=now)


@transaction.atomic
def choose(person: Person, *, news: str, by: Doer) -> EmailChoice:
    """How often the person gets e-mail about what they should know."""
    choice, _ = EmailChoice.objects.update_or_create(person=person, defaults={"news": news})
    record(installation_chain(), by=by, deed="notices.choose", after={"news": news})
    return choice
