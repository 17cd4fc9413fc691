"""Leaving: every role that somebody holds ends on one screen, and each goes to its deputy or to somebody who is invited.

Work belongs to the role, so nothing is moved: whoever holds the role next finds it there.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from lineofsight.foundation.accounts import changes as account_changes
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.notices.changes import queue_email
from lineofsight.foundation.partnership import changes, inviting
from lineofsight.foundation.partnership.models import Membership, Partnership
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.foundation.trail.models import Chain

INVITE, EMPTY = "invite", "empty"


def held_by(person: Person, partnership: Partnership, *, today: date) -> list[Membership]:
    """The person's roles here that have not ended, as holder or deputy."""
    rows = Membership.objects.for_partnership(partnership).on(today).filter(person=person, stopped_at__isnull=True)
    return list(rows.select_related("role__organisation", "role__kind", "partnership", "person__actor"))


@transaction.atomic
def leave(
    person: Person,
    held: Sequence[Membership],
    *,
    successors: Mapping[UUID, Mapping[str, Any]],
    last_day: date,
    at_once: bool,
    inviter: Person,
    address: str,
    today: date,
    now: datetime,
    by: Doer,
) -> None:
    """End every membership in `held`, and give each role on. Refused for oneself, or for a day before they started.

    `successors`: by membership, what the form says: `to` is a deputy's membership, "invite" (with `name` and `email`) or
    "empty".
    """
    if person.actor_id == by.actor_id:
        raise Refused("Ask a colleague to end your own roles, so that somebody is left who can.")
    for membership in held:
        if last_day < membership.starts_on:
            raise Refused(
                f"{person.name} started on {membership.starts_on:%d/%m/%Y}: the last day cannot be before it."
            )
        _end(membership, last_day=last_day, at_once=at_once, now=now, by=by)
    for membership in held:
        chosen = successors.get(membership.pk, {"to": EMPTY})
        _give_on(membership, chosen, inviter=inviter, address=address, today=today, now=now, by=by)


def _end(membership: Membership, *, last_day: date, at_once: bool, now: datetime, by: Doer) -> None:
    if at_once:
        changes.stop_at_once(membership, last_day=last_day, now=now, by=by)
    else:
        changes.end_membership(membership, last_day=last_day, by=by)


def _give_on(
    membership: Membership,
    chosen: Mapping[str, Any],
    *,
    inviter: Person,
    address: str,
    today: date,
    now: datetime,
    by: Doer,
) -> None:
    if chosen["to"] == EMPTY:
        return
    if chosen["to"] == INVITE:
        facts: dict[str, Any] = {"address": address, "today": today, "now": now, "by": by}
        why = f"You take over from {membership.person.name}."
        inviting.invite(membership.role, email=chosen["email"], name=chosen["name"], inviter=inviter, why=why, **facts)
        return
    changes.make_holder(Membership.objects.select_related("role", "person", "partnership").get(pk=chosen["to"]), by=by)


@transaction.atomic
def reset_second_step(person: Person, partnership: Partnership, *, reason: str, by: Doer) -> None:
    """Take away a lost second step, keep the reason in the partnership's trail, and tell the person by e-mail.

    Refused for an administrator of the installation: that is another administrator's to do. NotPossible as in `accounts`.
    """
    if person.is_administrator:
        raise Refused("This person looks after the installation. Another administrator takes their second step away.")
    account_changes.reset_second_factor(person, reason=reason, by=by)
    after = {"person": str(person.actor_id)}
    record(partnership.chain, by=by, deed="partnership.reset_second_step", after=after, note=reason)
    tell_second_step_gone(
        person,
        contact=f"{partnership.name} now: {partnership.contact_telephone or 'the team'}",
        chain=partnership.chain,
    )


def tell_second_step_gone(person: Person, *, contact: str, chain: Chain | None = None) -> None:
    """An e-mail to the person, so that somebody who was impersonated hears of it. `contact`: whom to telephone."""
    body = (
        f"Hello {person.name},\n\nThe second step of signing in was taken away from your account, because somebody said "
        f"that you had lost it. You set up a new one when you next sign in.\n\n"
        f"Was it not you who asked? Telephone {contact}.\n"
    )
    queue_email(
        to=person.email,
        kind="account",
        title="Your second step was taken away",
        body=body,
        person=person,
        chain=chain,
    )
