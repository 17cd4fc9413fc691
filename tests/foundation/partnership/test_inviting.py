"""Invitations: offered, taken, too old, withdrawn, forged, passed on."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.notices.models import Email, Notice
from lineofsight.foundation.partnership import changes, inviting, queries
from lineofsight.foundation.partnership.models import Invitation, Membership, Participation, Partnership, Role
from lineofsight.foundation.partnership.permissions import Refused
from lineofsight.foundation.trail.models import EntryContent
from tests import making

TODAY = date(2026, 5, 4)
NOW = datetime(2026, 5, 4, 12, tzinfo=timezone.get_default_timezone())
PASSWORD = "seven-quiet-lanterns"


@pytest.fixture
def manager(partnership: Partnership) -> Person:
    """Somebody who may confirm people."""
    return making.a_member(partnership, "business-manager", name="Mona Reed").person


@pytest.fixture
def seat(partnership: Partnership) -> Role:
    """An empty seat."""
    return making.a_seat(partnership, "analyst", title="Analyst")


def offer(seat: Role, inviter: Person, **facts: Any) -> tuple[Invitation, str]:
    """An invitation and the secret of its link, as the e-mail holds it."""
    given = {"email": "ivy@example.org", "name": "Ivy Lane", "now": NOW, "today": TODAY, "by": making.SYSTEM, **facts}
    invitation = inviting.invite(seat, inviter=inviter, address="https://los.example", **given)
    return invitation, secret_in_last_email()


def secret_in_last_email() -> str:
    """The secret of the newest link."""
    body = Email.objects.order_by("-created_at").first().body
    return body.split("https://los.example/invitation/")[1].split("/")[0]


def take(invitation: Invitation, *, now: datetime = NOW) -> Membership:
    """Make the account and take the seat."""
    facts = {"name": "Ivy Lane", "password": PASSWORD, "today": TODAY, "now": now}
    return inviting.accept_with_new_account(invitation, **facts)


def test_taking_a_seat_offered_by_a_manager_gives_its_rights(manager: Person, seat: Role) -> None:
    invitation, secret = offer(seat, manager)
    membership = take(inviting.find(secret))
    here = queries.here(membership.person, seat.partnership.slug, today=TODAY)
    assert (here.kind_codes, here.may("see_measures")) == (frozenset({"analyst"}), True)
    assert membership.person.check_password(PASSWORD)
    assert membership.confirmed_by_id == manager.actor_id
    invitation.refresh_from_db()
    assert inviting.state_of(invitation, now=NOW) == inviting.ACCEPTED


def test_secret_of_a_link_is_kept_nowhere_but_in_the_unsent_email(manager: Person, seat: Role) -> None:
    invitation, secret = offer(seat, manager)
    kept = " ".join(str(value) for value in Invitation.objects.filter(pk=invitation.pk).values().get().values())
    trail = " ".join(EntryContent.objects.values_list("text", flat=True))
    assert secret not in kept + trail
    assert invitation.secret_digest == inviting.digest_of(secret)


def test_forged_secret_finds_nothing(manager: Person, seat: Role) -> None:
    _, secret = offer(seat, manager)
    assert inviting.find(secret[:-1] + ("a" if secret[-1] != "a" else "b")) is None


@pytest.mark.parametrize(
    ("later", "state"), [(timedelta(days=14) - timedelta(seconds=1), "open"), (timedelta(days=14), "expired")]
)
def test_link_works_for_fourteen_days(later: timedelta, state: str, manager: Person, seat: Role) -> None:
    invitation, _ = offer(seat, manager)
    assert inviting.state_of(invitation, now=NOW + later) == state


def test_taking_an_expired_offer_is_refused_and_makes_no_account(manager: Person, seat: Role) -> None:
    invitation, _ = offer(seat, manager)
    with pytest.raises(Refused):
        take(invitation, now=NOW + timedelta(days=15))
    assert not Person.objects.filter(email="ivy@example.org").exists()


def test_sending_again_replaces_the_link_and_writes_to_the_same_address(manager: Person, seat: Role) -> None:
    invitation, old = offer(seat, manager)
    later = NOW + timedelta(days=20)
    assert inviting.send_again(invitation, address="https://los.example", now=later, by=making.SYSTEM)
    new = secret_in_last_email()
    assert inviting.find(old) is None
    assert inviting.state_of(inviting.find(new), now=later) == inviting.OPEN
    assert Email.objects.order_by("-created_at").first().to == "ivy@example.org"


def test_asking_again_and_again_sends_one_email(manager: Person, seat: Role) -> None:
    invitation, _ = offer(seat, manager)
    again = [inviting.send_again(invitation, address="https://los.example", now=NOW, by=making.SYSTEM) for _ in "abc"]
    assert (again, Email.objects.count()) == ([False, False, False], 1)


def test_withdrawn_offer_cannot_be_taken_or_sent_again(manager: Person, seat: Role) -> None:
    invitation, _ = offer(seat, manager)
    inviting.withdraw(invitation, now=NOW, by=making.SYSTEM)
    with pytest.raises(Refused):
        take(invitation)
    with pytest.raises(Refused):
        inviting.send_again(invitation, address="", now=NOW + timedelta(days=1), by=making.SYSTEM)


def test_offer_is_taken_once(manager: Person, seat: Role) -> None:
    invitation, _ = offer(seat, manager)
    membership = take(invitation)
    with pytest.raises(Refused):
        inviting.accept(invitation, membership.person, today=TODAY, now=NOW)


def test_existing_account_is_not_taken_over_by_a_link(manager: Person, seat: Role) -> None:
    ivy = making.a_person("Ivy Lane", email="ivy@example.org")
    invitation, _ = offer(seat, manager)
    with pytest.raises(Refused):
        take(invitation)
    ivy.refresh_from_db()
    assert ivy.check_password(making.PASSWORD)


def test_offer_of_somebody_who_left_waits_for_a_colleague(
    manager: Person, seat: Role, partnership: Partnership
) -> None:
    other = making.a_member(partnership, "business-manager", name="Otis Hall").person
    invitation, _ = offer(seat, manager)
    changes.end_membership(manager.memberships.get(), last_day=TODAY - timedelta(days=1), by=making.SYSTEM)
    membership = take(invitation)
    assert membership.confirmed_at is None
    assert queries.here(membership.person, partnership.slug, today=TODAY) is None
    assert list(Notice.objects.values_list("person", "key")) == [(other.pk, f"confirm:{membership.pk}")]


def test_passed_on_offer_gives_nothing_until_confirmed(manager: Person, seat: Role, partnership: Partnership) -> None:
    invitation, _ = offer(seat, manager)
    passed = inviting.pass_on(
        invitation, email="Lee@example.org", name="Lee", address="https://los.example", today=TODAY, now=NOW
    )
    invitation.refresh_from_db()
    assert inviting.state_of(invitation, now=NOW) == inviting.WITHDRAWN
    membership = take(passed)
    assert queries.here(membership.person, partnership.slug, today=TODAY) is None
    inviting.confirm_person(membership, by=making.SYSTEM)
    assert queries.here(membership.person, partnership.slug, today=TODAY).kind_codes == {"analyst"}
    assert Notice.objects.filter(key=f"confirm:{membership.pk}", settled_at__isnull=True).count() == 0


def test_nobody_confirms_themselves(manager: Person, seat: Role) -> None:
    waits = changes.seat(seat, manager, starts_on=TODAY, by=making.SYSTEM)
    me = queries.here(manager, seat.partnership.slug, today=TODAY).doer
    with pytest.raises(Refused):
        inviting.confirm_person(waits, by=me)


def test_refused_person_has_no_rights_and_no_longer_waits(seat: Role, partnership: Partnership) -> None:
    waits = changes.seat(seat, making.a_person("Ivy Lane"), starts_on=TODAY, by=making.SYSTEM)
    inviting.refuse_person(waits, reason="Not known here", now=NOW, by=making.SYSTEM)
    assert list(queries.waiting(partnership, today=TODAY)) == []
    assert queries.here(waits.person, partnership.slug, today=TODAY) is None


@pytest.mark.parametrize(
    ("ends_on", "reason"),
    [
        (None, "A guest needs a last day of access."),
        (TODAY - timedelta(days=1), "The last day of access has passed. Enter a later day."),
        (TODAY, None),
    ],
)
def test_guest_needs_a_last_day(
    ends_on: date | None, reason: str | None, partnership: Partnership, manager: Person
) -> None:
    body = making.an_organisation(partnership, "Ofsted", kind="inspectorate", part=Participation.Part.GUEST)
    seat = making.a_seat(partnership, "inspector", organisation=body)
    why = inviting.why_not_invite(seat, email="i@example.org", access_ends_on=ends_on, today=TODAY, now=NOW)
    assert why == reason


def test_guest_sees_nothing_after_the_last_day(partnership: Partnership, manager: Person) -> None:
    seat = making.a_seat(partnership, "inspector")
    invitation, _ = offer(seat, manager, access_ends_on=TODAY + timedelta(days=10))
    guest = take(invitation).person
    days = [TODAY + timedelta(days=10), TODAY + timedelta(days=11)]
    assert [queries.here(guest, partnership.slug, today=day) is not None for day in days] == [True, False]


def test_second_offer_of_the_same_seat_to_the_same_person_is_refused(manager: Person, seat: Role) -> None:
    offer(seat, manager)
    with pytest.raises(Refused, match="already"):
        offer(seat, manager, email="IVY@example.org")


def test_letter_names_who_invites_why_and_until_when(manager: Person, seat: Role) -> None:
    offer(seat, manager, why="You know the figures.")
    email = Email.objects.get()
    assert (email.from_name, email.reply_to, email.is_secret) == ("Mona Reed", "mona.reed@example.org", True)
    for words in ("Hello Ivy Lane", "Analyst, Westmarch Council", "You know the figures.", "18 May 2026", "Pass it on"):
        assert words in email.body
