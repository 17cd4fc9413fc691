"""The first administrator is made on the command line, without e-mail, and can always be let in again."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from lineofsight.config import cli
from lineofsight.foundation.accounts.models import Person
from tests import making

ADD = ["administrator", "add", "root@example.org", "--name", "Rowan Root"]


def link_in(printed: str) -> str:
    """The path of the printed link."""
    return next(word for word in printed.split() if word.startswith("http")).split("8000")[1]


def test_first_administrator_sets_a_password_and_signs_in(
    db: None, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(ADD) == 0
    link = link_in(capsys.readouterr().out)
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "nine-grey-herons", "password2": "nine-grey-herons"})
    answer = Client().post("/accounts/login/", {"login": "root@example.org", "password": "nine-grey-herons"})
    assert answer.status_code == 302
    assert answer.url == "/"
    assert Person.objects.get().is_administrator
    assert "This link does not work" in Client().get(link, follow=True).content.decode()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (ADD, "There is an account with root@example.org already"),
        (["administrator", "add", "root", "--name", "R"], "is not an e-mail address"),
        (["administrator", "link", "nobody@example.org"], "There is no account"),
        (["administrator", "reset-second-step", "root@example.org", "--reason", "x"], "no second step set up"),
    ],
)
def test_what_cannot_be_done_says_why(
    words: list[str], said: str, db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    making.a_person("Rowan Root", email="root@example.org")
    assert cli.main(words) == 2
    assert said in capsys.readouterr().err


def test_lost_second_step_is_reset(db: None) -> None:
    person = making.a_person("Rowan Root", email="root@example.org")
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert cli.main(["administrator", "reset-second-step", "root@example.org", "--reason", "Phone lost"]) == 0
    assert Authenticator.objects.count() == 0
