"""Those who look after the installation make partnerships and help with accounts; they see nothing of what is inside."""

from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from lineofsight.foundation.accounts.models import Person
from lineofsight.foundation.handbook.queries import framework_in_use
from lineofsight.foundation.notices.models import Email
from lineofsight.foundation.partnership.models import Invitation, Membership, Partnership
from lineofsight.foundation.trail.changes import installation_chain
from lineofsight.foundation.trail.models import Entry
from lineofsight.foundation.trail.queries import verify
from tests import making
from tests.browsing import BACKEND

pytestmark = pytest.mark.django_db
WESTMARCH = {
    "name": "Westmarch Safeguarding Children Partnership",
    "short_name": "Westmarch",
    "slug": "",
    "framework": "kscmp-2024",
    "counts_from": "1/4/2026",
    "team": "Westmarch Partnership Team",
    "manager_name": "Mona Reed",
    "manager_email": "Mona@Example.org",
}


@pytest.fixture
def administrator() -> Person:
    return making.a_person("Rowan Root", is_administrator=True)


def signed_in_as(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


@pytest.fixture
def root(administrator: Person) -> Client:
    """The administrator's browser."""
    return signed_in_as(administrator)


def secret_in_the_newest_letter() -> str:
    return str(Email.objects.latest("created_at").body).split("/invitation/")[1].split("/")[0]


def change(root: Client, person: Person, deed: str, **given: str) -> object:
    return root.post(reverse("pages:change-account", args=[person.pk, deed]), {"reason": "They telephoned", **given})


def test_administrator_without_a_role_starts_at_the_installation(root: Client) -> None:
    page = root.get("/", follow=True)
    assert page.redirect_chain == [("/installation/", 302)]
    assert "Make the first one" in page.content.decode()


def test_partnership_is_made_whole_and_its_manager_may_start_at_once(root: Client, administrator: Person) -> None:
    assert root.post(reverse("pages:found"), WESTMARCH).url == "/installation/"  # type: ignore[attr-defined]
    place = Partnership.objects.get()
    assert (place.slug, place.short_name, place.is_made_up) == ("westmarch", "Westmarch", False)
    assert framework_in_use(place, on=date(2026, 4, 1)).code == "kscmp-2024"
    secret = secret_in_the_newest_letter()
    taken = Client().post(f"/invitation/{secret}/", {"name": "Mona Reed", "password": "seven-quiet-lanterns"})
    assert taken.status_code == 302
    held = Membership.objects.get()
    assert (held.role.kind.code, held.role.organisation.name, held.person.email) == (
        "business-manager", "Westmarch Partnership Team", "mona@example.org",
    )  # fmt: skip
    assert held.confirmed_by_id == administrator.actor_id
    mona = signed_in_as(held.person)
    assert mona.get("/", follow=True).redirect_chain == [("/p/westmarch/", 302)]
    assert mona.get("/p/westmarch/setup/").status_code == 200
    assert root.get("/p/westmarch/").status_code == 404
    assert verify(place.chain) is None


def test_nobody_can_make_a_second_manager_from_outside(root: Client) -> None:
    root.post(reverse("pages:found"), WESTMARCH)
    secret = secret_in_the_newest_letter()
    place = Partnership.objects.get()
    making.a_member(place, "business-manager", name="Here Already")
    Client().post(f"/invitation/{secret}/", {"name": "Mona Reed", "password": "seven-quiet-lanterns"})
    assert Membership.objects.get(person__email="mona@example.org").confirmed_at is None
    again = {"manager_name": "Eve", "manager_email": "eve@example.org"}
    page = root.post(reverse("pages:invite-manager", args=["westmarch"]), again)
    assert "Somebody runs Westmarch Safeguarding Children Partnership already" in page.content.decode()
    assert not Invitation.objects.filter(email="eve@example.org").exists()


def test_partnership_that_nobody_runs_gets_a_manager(root: Client) -> None:
    root.post(reverse("pages:found"), {**WESTMARCH, "manager_email": "wrong@example.org"})
    assert "Nobody yet" in root.get("/installation/").content.decode()
    right = {"manager_name": "Mona Reed", "manager_email": "mona@example.org"}
    root.post(reverse("pages:invite-manager", args=["westmarch"]), right)
    assert sorted(Invitation.objects.values_list("email", flat=True)) == ["mona@example.org", "wrong@example.org"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"slug": "kent"}, "Another partnership has this word"),
        ({"slug": "two words"}, "Word in its addresses"),
        ({"name": ""}, "Enter the name of the partnership"),
        ({"framework": "no-such"}, "framework"),
        ({"counts_from": "31/2/2026"}, "From which day"),
        ({"manager_email": "mona"}, "e-mail address"),
    ],
)
def test_wrong_answers_make_nothing(root: Client, wrong: dict[str, str], said: str) -> None:
    making.a_partnership("kent")
    page = root.post(reverse("pages:found"), {**WESTMARCH, **wrong})
    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()
    assert said in page.content.decode()
    assert (Partnership.objects.count(), Invitation.objects.count()) == (1, 0)


def test_second_partnership_of_the_same_name_gets_a_word_of_its_own(root: Client) -> None:
    for _ in range(2):
        root.post(reverse("pages:found"), WESTMARCH)
    assert sorted(Partnership.objects.values_list("slug", flat=True)) == ["westmarch", "westmarch-2"]


def test_closing_an_account_ends_its_sessions_at_once_and_opening_it_lets_them_in(root: Client) -> None:
    place = making.a_partnership()
    member = making.a_member(place, "analyst")
    open_browser = signed_in_as(member.person)
    assert open_browser.get("/p/westmarch/").status_code == 200
    change(root, member.person, "close")
    assert open_browser.get("/p/westmarch/").url.startswith("/accounts/login/")  # type: ignore[attr-defined]
    given = {"login": member.person.email, "password": making.PASSWORD}
    Client().post("/accounts/login/", given)
    fresh = Client()
    fresh.post("/accounts/login/", given)
    assert "_auth_user_id" not in fresh.session
    change(root, member.person, "reopen")
    assert signed_in_as(Person.objects.get(pk=member.person_id)).get("/p/westmarch/").status_code == 200
    written = Entry.objects.filter(
        chain=installation_chain(), deed__in=["accounts.close_account", "accounts.reopen_account"]
    )
    assert written.count() == 2


def test_lost_second_step_has_a_way_back(root: Client) -> None:
    person = making.a_person("Ada Okafor")
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    browser = signed_in_as(person)
    change(root, person, "second-step")
    assert not Authenticator.objects.exists()
    assert browser.get("/account/").url.startswith("/accounts/login/")  # type: ignore[attr-defined]
    assert Email.objects.get(to=person.email).title == "Your second step was taken away"
    page = change(root, person, "second-step")
    assert "nothing to take away" in page.content.decode()  # type: ignore[attr-defined]


def test_password_link_is_sent_and_leads_to_a_new_password(root: Client) -> None:
    person = making.a_person("Ada Okafor")
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    change(root, person, "password-link")
    [letter] = [one for one in mail.outbox if one.to == [person.email]]
    path = next(word for word in str(letter.body).split() if "/accounts/" in word).split("/", 3)[3]
    client = Client()
    form = client.get(f"/{path}", follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "nine-grey-herons", "password2": "nine-grey-herons"})
    person.refresh_from_db()
    assert person.check_password("nine-grey-herons")


def test_administrators_are_made_and_ended_but_nobody_ends_themselves(root: Client, administrator: Person) -> None:
    other = making.a_person("Ada Okafor")
    change(root, other, "make-administrator")
    assert Person.objects.get(pk=other.pk).is_administrator
    for deed in ("end-administrator", "close", "second-step"):
        change(root, administrator, deed)
    administrator.refresh_from_db()
    assert (administrator.is_administrator, administrator.is_active) == (True, True)
    change(root, other, "end-administrator")
    assert not Person.objects.get(pk=other.pk).is_administrator


def test_done_twice_is_done_once_and_said(root: Client) -> None:
    person = making.a_person("Ada Okafor")
    change(root, person, "close")
    page = change(root, person, "close")
    assert "already. Nothing was changed." in page.content.decode()  # type: ignore[attr-defined]
    assert Entry.objects.filter(deed="accounts.close_account").count() == 1


def test_change_without_a_reason_changes_nothing(root: Client) -> None:
    person = making.a_person("Ada Okafor")
    page = change(root, person, "close", reason=" ")
    assert "Enter the reason" in page.content.decode()  # type: ignore[attr-defined]
    assert Person.objects.get(pk=person.pk).is_active
    assert root.get(reverse("pages:change-account", args=[person.pk, "explode"])).status_code == 404


def test_accounts_are_listed_filtered_and_taken_out(root: Client) -> None:
    place = making.a_partnership()
    member = making.a_member(place, "analyst", name="Ada Okafor")
    Authenticator.objects.create(user=member.person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    change(root, making.a_person("Gone Away"), "close")
    rows = root.get("/installation/accounts/", {"export": "csv"}).getvalue().decode()  # type: ignore[attr-defined]
    assert next(line for line in rows.splitlines() if "Ada Okafor" in line).split(",")[:4] == [
        "Ada Okafor", "ada.okafor@example.org", "Open", "Set up",
    ]  # fmt: skip
    closed = root.get("/installation/accounts/", {"state": "closed"}).content.decode()
    assert ("Gone Away" in closed, "Ada Okafor" in closed) == (True, False)
    assert "Closed an account" in root.get("/installation/trail/").content.decode()
