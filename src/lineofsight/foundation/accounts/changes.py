"""Writes to accounts."""

from django.db import transaction

from lineofsight.foundation.accounts.models import Person, session_salt
from lineofsight.foundation.trail.changes import Doer, installation_chain, record


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
