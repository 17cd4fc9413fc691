"""Writes to accounts."""

from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from lineofsight.foundation.accounts.models import Person, SignIn, session_salt
from lineofsight.foundation.trail.changes import Doer, installation_chain, record
from lineofsight.foundation.trail.rules import changed_fields

SIGN_INS_KEPT_IN_DAYS = 366


class NotPossible(Exception):
    """The account does not allow it; the message is the reason that a person can be shown."""


@transaction.atomic
def add_person(
    *, email: str, name: str, by: Doer, password: str | None = None, is_administrator: bool = False
) -> Person:
    """A new account, without any rights. IntegrityError when the address has one already."""
    person = Person.objects.create_user(email, password, name=name, is_administrator=is_administrator)
    after = {"person": str(person.pk), "administrator": is_administrator}
    record(installation_chain(), by=by, deed="accounts.add_person", after=after)
    return person


@transaction.atomic
def end_sessions(person: Person, *, by: Doer) -> None:
    """Sign the person out everywhere, at once."""
    Person.objects.filter(pk=person.pk).update(session_salt=session_salt())
    record(installation_chain(), by=by, deed="accounts.end_sessions", after={"person": str(person.pk)})


@transaction.atomic
def close_account(person: Person, *, reason: str, by: Doer) -> None:
    """The person can no longer sign in, anywhere, from this minute; their roles and their work stay. NotPossible for oneself."""
    _not_oneself(person, by, "Ask another administrator to close your own account.")
    _switch(person, "is_active", on=False)
    end_sessions(person, by=by)
    record(installation_chain(), by=by, deed="accounts.close_account", after=_about(person), note=reason)


@transaction.atomic
def reopen_account(person: Person, *, reason: str, by: Doer) -> None:
    """The person can sign in again, as they did before."""
    _switch(person, "is_active", on=True)
    record(installation_chain(), by=by, deed="accounts.reopen_account", after=_about(person), note=reason)


@transaction.atomic
def make_administrator(person: Person, *, reason: str, by: Doer) -> None:
    """The person looks after the installation too; that shows them no partnership's content."""
    _switch(person, "is_administrator", on=True)
    record(installation_chain(), by=by, deed="accounts.make_administrator", after=_about(person), note=reason)


@transaction.atomic
def end_administrator(person: Person, *, reason: str, by: Doer) -> None:
    """The person no longer looks after the installation. NotPossible for oneself, so that somebody always does."""
    _not_oneself(
        person, by, "Ask another administrator to do this, so that somebody is left who looks after the installation."
    )
    _switch(person, "is_administrator", on=False)
    record(installation_chain(), by=by, deed="accounts.end_administrator", after=_about(person), note=reason)


def _not_oneself(person: Person, by: Doer, words: str) -> None:
    if by.actor_id == person.actor_id:
        raise NotPossible(words)


def _about(person: Person) -> dict[str, str]:
    return {"person": str(person.actor_id)}


def _switch(person: Person, field: str, *, on: bool) -> None:
    """Turn a switch of the account; NotPossible when somebody did so already."""
    if Person.objects.filter(pk=person.pk, **{field: not on}).update(**{field: on}) != 1:
        raise NotPossible(f"Somebody did this to the account of {person.name} already. Nothing was changed.")
    setattr(person, field, on)


@transaction.atomic
def vouch_for_address(person: Person, *, by: Doer) -> None:
    """The address is proved to be the person's: by the link that was sent to it, or by whoever runs the command line."""
    proved = {"verified": True, "primary": True}
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults=proved)
    record(installation_chain(), by=by, deed="accounts.vouch_for_address", after={"person": str(person.pk)})


@transaction.atomic
def set_password(person: Person, password: str, *, by: Doer) -> None:
    """A first or a new password; every session of the account ends with the old one."""
    person.set_password(password)
    person.save(update_fields=["password"])
    record(installation_chain(), by=by, deed="accounts.set_password", after={"person": str(person.pk)})


@transaction.atomic
def save_profile(
    person: Person,
    *,
    name: str,
    telephone: str,
    by: Doer,
    away_from: date | None = None,
    away_until: date | None = None,
) -> Person:
    """The person's own facts. The name also stands beside their pseudonym in the trail."""
    names = ("name", "telephone", "away_from", "away_until")
    before = {field: getattr(person, field) for field in names}
    person.name, person.telephone, person.away_from, person.away_until = name, telephone, away_from, away_until
    changed = changed_fields(before, {field: getattr(person, field) for field in names})[1]
    if not changed:
        return person
    person.save(update_fields=list(names))
    person.actor.name = name
    person.actor.save(update_fields=["name"])
    # The chain keeps pseudonyms only, so it says which facts changed and not what they are.
    record(installation_chain(), by=by, deed="accounts.save_profile", after={"changed": sorted(changed)})
    return person


@transaction.atomic
def mark_welcomed(person: Person, *, now: datetime) -> None:
    """The person has read the welcome page; it does not open by itself again."""
    Person.objects.filter(pk=person.pk, welcomed_at__isnull=True).update(welcomed_at=now)


@transaction.atomic
def note_sign_in(
    person: Person, *, how: str, now: datetime, from_address: str | None, browser: str, is_refused: bool = False
) -> SignIn:
    """Keep a sign-in, or a refused attempt, for the person to see; those older than a year go."""
    SignIn.objects.filter(person=person, at__lt=now - timedelta(days=SIGN_INS_KEPT_IN_DAYS)).delete()
    deed = "accounts.refuse_sign_in" if is_refused else "accounts.sign_in"
    noted = SignIn.objects.create(
        person=person, at=now, how=how[:80], from_address=from_address, browser=browser[:200], is_refused=is_refused
    )
    doer = Doer(actor_id=person.actor_id, role="Sign-in")
    record(installation_chain(), by=doer, deed=deed, after={"how": how})
    return noted


@transaction.atomic
def reset_second_factor(person: Person, *, reason: str, by: Doer) -> int:
    """Take away every second factor of the person and sign them out; they set up a new one when they next sign in.

    Gives the number taken away. NotPossible when there is none, or when the person asks for themselves.
    """
    if by.actor_id == person.actor_id:
        raise NotPossible("Ask somebody else to do this: nobody takes away their own lost second step.")
    taken, _ = Authenticator.objects.filter(user=person).delete()
    if not taken:
        raise NotPossible(f"{person.name} has no second step set up, so there is nothing to take away.")
    end_sessions(person, by=by)
    after = {"person": str(person.actor_id), "taken": taken}
    record(installation_chain(), by=by, deed="accounts.reset_second_factor", after=after, note=reason)
    return taken
