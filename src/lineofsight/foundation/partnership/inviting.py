"""Invitations: a seat offered to an address by a named person, with a link that shows that the address is theirs.

The link alone signs nobody in and gives no rights: it lets its reader make an account (or sign in to the one they have)
and take the seat. The seat gives rights at once only when whoever invited may still confirm people on that day, or looks
after the installation and invited somebody to a partnership where nobody can confirm anybody; otherwise somebody must
confirm it. Only the digest of the link's secret is kept.
"""

import hashlib
import secrets
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse

from lineofsight.foundation.accounts import changes as account_changes
from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.accounts.queries import person_with
from lineofsight.foundation.notices.changes import queue_email, settle, tell
from lineofsight.foundation.notices.models import Notice
from lineofsight.foundation.partnership import changes, queries
from lineofsight.foundation.partnership.models import Invitation, Membership, Participation, Role
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.changes import Doer, record
from lineofsight.foundation.ui.words import long_date

LASTS = timedelta(days=14)
OPEN, EXPIRED, WITHDRAWN, ACCEPTED = "open", "expired", "withdrawn", "accepted"
# A link that is asked for again within this time is not sent twice.
BETWEEN_SENDS = timedelta(minutes=10)


def digest_of(secret: str) -> str:
    """What is kept of a link's secret."""
    return hashlib.sha256(secret.encode("utf-8")).hexdigest()


def find(secret: str) -> Invitation | None:
    """The invitation whose newest link holds the secret, or None for a forged or replaced one."""
    rows = Invitation.objects.select_related("partnership", "role__organisation", "role__kind", "invited_by")
    return rows.filter(secret_digest=digest_of(secret)).first()


def state_of(invitation: Invitation, *, now: datetime) -> str:
    """OPEN, EXPIRED, WITHDRAWN or ACCEPTED."""
    if invitation.accepted_at:
        return ACCEPTED
    if invitation.withdrawn_at:
        return WITHDRAWN
    return OPEN if invitation.expires_at > now else EXPIRED


def is_guest_seat(role: Role, *, today: date) -> bool:
    """True when the seat's organisation takes part only as a guest: its people need a last day."""
    parts = Participation.objects.on(today).filter(partnership=role.partnership, organisation=role.organisation)
    return parts.filter(part=Participation.Part.GUEST).exists()


def why_not_invite(role: Role, *, email: str, access_ends_on: date | None, today: date, now: datetime) -> str | None:
    """Why nobody can be invited to the seat with this address, or None."""
    if role.ends_on and role.ends_on < today:
        return "This seat has ended. Choose another one."
    if access_ends_on is None and is_guest_seat(role, today=today):
        return "A guest needs a last day of access."
    if access_ends_on and access_ends_on < today:
        return "The last day of access has passed. Enter a later day."
    person = person_with(email)
    if person and queries.serving(role.partnership, today=today).filter(role=role, person=person).exists():
        return "This person has the seat already."
    same = Invitation.objects.filter(role=role, email__iexact=email)
    if any(state_of(one, now=now) == OPEN for one in same):
        return "This person has an invitation to the seat already. Send it again from the list of invitations."
    return None


@transaction.atomic
def invite(
    role: Role,
    *,
    email: str,
    name: str,
    inviter: Person,
    address: str,
    today: date,
    now: datetime,
    by: Doer,
    why: str = "",
    is_deputy: bool = False,
    access_ends_on: date | None = None,
    passed_on_from: Invitation | None = None,
    passed_on_by: str = "",
) -> Invitation:
    """Offer the seat to an address, and put the e-mail in the queue. Refused when it cannot be offered.

    `address` is the installation's own, for the link.
    """
    reason = why_not_invite(role, email=email, access_ends_on=access_ends_on, today=today, now=now)
    if reason:
        raise Refused(reason)
    invitation = Invitation(
        partnership=role.partnership,
        role=role,
        email=email.lower(),
        name=name,
        is_deputy=is_deputy,
        access_ends_on=access_ends_on,
        invited_by=inviter,
        why=why,
        passed_on_from=passed_on_from,
        passed_on_by=passed_on_by,
    )
    _send(invitation, address=address, now=now)
    after = {"invitation": str(invitation.pk), "role": role.title, "is_deputy": is_deputy, "ends_on": access_ends_on}
    record(role.partnership.chain, by=by, deed="partnership.invite", after=after)
    return invitation


def _send(invitation: Invitation, *, address: str, now: datetime) -> None:
    secret = secrets.token_urlsafe(32)
    invitation.secret_digest = digest_of(secret)
    invitation.sent_at, invitation.expires_at = now, now + LASTS
    invitation.save()
    link = f"{address}{reverse('entry:invitation', args=[secret])}"
    queue_email(
        to=invitation.email,
        kind="invitation",
        title=f"{invitation.invited_by.name} invites you to {invitation.partnership.name}",
        body=_letter(invitation, link=link),
        chain=invitation.partnership.chain,
        from_name=invitation.invited_by.name,
        reply_to=invitation.invited_by.email,
        is_secret=True,
    )


def _letter(invitation: Invitation, *, link: str) -> str:
    role, inviter = invitation.role, invitation.invited_by
    part = "deputy for this role" if invitation.is_deputy else "this role"
    telephone = f", {inviter.telephone}" if inviter.telephone else ""
    ends = f"Your access ends on {long_date(invitation.access_ends_on)}.\n\n" if invitation.access_ends_on else ""
    why = f"Why you: {invitation.why}\n\n" if invitation.why else ""
    return (
        f"Hello {invitation.name},\n\n"
        f"I invite you to take {part} in {invitation.partnership.name}:\n{role.title}, {role.organisation.name}.\n\n"
        f"{why}What you will be asked for: {role.kind.description or 'the work of this role'}\n\n"
        f"{ends}Open this link to start. It takes about two minutes:\n{link}\n\n"
        f"The link works until {long_date(invitation.expires_at.date())}. After that, open it to ask for a new one. "
        f"It does not sign you in by itself.\n\n"
        f"Not your job? Open the link and choose “Pass it on”.\n\n"
        f"Questions? Answer this e-mail, or ask me: {inviter.name}, {inviter.email}{telephone}\n"
    )


@transaction.atomic
def send_again(invitation: Invitation, *, address: str, now: datetime, by: Doer) -> bool:
    """A new link to the same address, in place of the old one; False when one was sent a few minutes ago.

    Refused when the invitation was accepted or withdrawn.
    """
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if state_of(locked, now=now) in {ACCEPTED, WITHDRAWN}:
        raise Refused("This invitation was accepted or withdrawn, so it is not sent again.")
    if now - locked.sent_at < BETWEEN_SENDS:
        return False
    _send(locked, address=address, now=now)
    record(locked.partnership.chain, by=by, deed="partnership.invite_again", after={"invitation": str(locked.pk)})
    return True


@transaction.atomic
def withdraw(invitation: Invitation, *, now: datetime, by: Doer) -> None:
    """The offer no longer stands; its link says so. Refused when it was accepted."""
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.accepted_at:
        raise Refused("This invitation was accepted already. End the person’s role on their page.")
    locked.withdrawn_at = locked.withdrawn_at or now
    locked.save(update_fields=["withdrawn_at"])
    record(
        locked.partnership.chain, by=by, deed="partnership.withdraw_invitation", after={"invitation": str(locked.pk)}
    )


@transaction.atomic
def pass_on(invitation: Invitation, *, email: str, name: str, address: str, today: date, now: datetime) -> Invitation:
    """“This is not my job”: the same seat is offered to somebody else, whom the partnership's team must confirm."""
    by = Doer.system("Whoever holds the link")
    withdraw(invitation, now=now, by=by)
    return invite(
        invitation.role,
        email=email,
        name=name,
        inviter=invitation.invited_by,
        address=address,
        today=today,
        now=now,
        by=by,
        why=f"{invitation.name} says that this is your job rather than theirs.",
        is_deputy=invitation.is_deputy,
        access_ends_on=invitation.access_ends_on,
        passed_on_from=invitation,
        passed_on_by=invitation.name,
    )


@transaction.atomic
def accept(invitation: Invitation, person: Person, *, today: date, now: datetime) -> Membership:
    """The person takes the seat. Confirmed at once when whoever invited them may still confirm people today.

    Refused when the offer no longer stands.
    """
    locked = Invitation.objects.select_for_update().select_related("partnership", "role", "invited_by").get(
        pk=invitation.pk
    )  # fmt: skip
    if state_of(locked, now=now) != OPEN:
        raise Refused("This invitation no longer works. Ask for a new one.")
    taker = Doer(actor_id=person.actor_id, role="Invited")
    facts: dict[str, Any] = {"starts_on": today, "ends_on": locked.access_ends_on, "is_deputy": locked.is_deputy}
    membership = changes.seat(locked.role, person, by=taker, **facts)
    locked.accepted_at, locked.membership = now, membership
    locked.save(update_fields=["accepted_at", "membership"])
    if _gives_rights(locked, today=today):
        inviter = Doer(actor_id=locked.invited_by.actor_id, role="Invited them")
        changes.confirm(membership, by=inviter)
    else:
        ask_to_confirm(membership, today=today)
    return membership


def _gives_rights(invitation: Invitation, *, today: date) -> bool:
    if invitation.passed_on_from_id or invitation.passed_on_by:
        return False
    inviter = invitation.invited_by
    here = queries.here(inviter, invitation.partnership.slug, today=today)
    if here is not None and here.may("manage_people"):
        return True
    looks_after = inviter.is_administrator and inviter.is_active
    return looks_after and not queries.people_who_may(invitation.partnership, "manage_people", today=today)


@transaction.atomic
def accept_with_new_account(
    invitation: Invitation, *, name: str, password: str, today: date, now: datetime
) -> Membership:
    """Make the account of the invited address (proved by the link) and take the seat. Refused when it has one already."""
    if person_with(invitation.email) is not None:
        raise Refused("There is an account with this address already. Sign in to it, then take the role.")
    by = Doer.system("Invitation")
    person = account_changes.add_person(email=invitation.email, name=name, password=password, by=by)
    account_changes.vouch_for_address(person, by=by)
    return accept(invitation, person, today=today, now=now)


def ask_to_confirm(membership: Membership, *, today: date) -> int:
    """Tell those who manage people that somebody waits; the number told."""
    partnership = membership.partnership
    return tell(
        queries.people_who_may(partnership, "manage_people", today=today),
        key=f"confirm:{membership.pk}",
        text=f"Somebody waits for you to confirm their role: {membership.role.title}",
        path=reverse("people:waiting", args=[partnership.slug]),
        chain=partnership.chain,
    )


@transaction.atomic
def confirm_person(membership: Membership, *, by: Doer) -> None:
    """Give somebody who waits their rights, and tell them. Refused for oneself."""
    if membership.person.actor_id == by.actor_id:
        raise Refused("Nobody confirms themselves. Ask a colleague.")
    changes.confirm(membership, by=by)
    settle(key_prefix=f"confirm:{membership.pk}")
    tell(
        [membership.person],
        key=f"confirmed:{membership.pk}",
        text=f"You can start: {membership.role.title} in {membership.partnership.name}",
        path=reverse("people:welcome", args=[membership.partnership.slug]),
        kind=Notice.Kind.NEWS,
        chain=membership.partnership.chain,
    )


@transaction.atomic
def refuse_person(membership: Membership, *, reason: str, now: datetime, by: Doer) -> None:
    """Somebody who waits does not get the seat."""
    changes.refuse(membership, reason=reason, now=now, by=by)
    settle(key_prefix=f"confirm:{membership.pk}")


def open_invitations_for(person: Person, *, now: datetime) -> list[Invitation]:
    """Offers to the person's own address that still stand; ask only for a person whose address is proved."""
    rows = Invitation.objects.filter(email__iexact=person.email, accepted_at__isnull=True, withdrawn_at__isnull=True)
    found = rows.filter(expires_at__gt=now).select_related("partnership", "role__organisation", "invited_by")
    return list(found)
