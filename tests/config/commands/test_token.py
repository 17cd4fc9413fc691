"""`lineofsight token …` as the person who looks after the installation calls it."""

import pytest
from django.test import Client

from lineofsight.config.cli import main
from lineofsight.outputs.api.models import ApiToken
from tests import making

pytestmark = pytest.mark.django_db


def made(partnership, capsys, *more: str) -> tuple[int, str]:
    person = making.a_member(partnership, "analyst", name="Ana Lyst").person
    code = main(["token", "make", person.email, "--partnership", "westmarch", "--name", "Nightly", *more])
    return code, capsys.readouterr().out


def opens(token: str) -> int:
    return Client(headers={"Authorization": f"Bearer {token}"}).get("/api/v1/measures").status_code


def test_token_is_made_listed_and_revoked(partnership, capsys):
    code, printed = made(partnership, capsys)
    key, token = printed.splitlines()[0], printed.splitlines()[-1]
    assert (code, opens(token)) == (0, 200)
    assert main(["token", "list", "--partnership", "westmarch"]) == 0
    assert f"{key}  Nightly  ana.lyst@example.org" in capsys.readouterr().out
    assert main(["token", "revoke", key, "--partnership", "westmarch"]) == 0
    assert opens(token) == 401


@pytest.mark.parametrize("more", [["--until", "2199-01-01"], ["--role", "saa-chair"], ["--partnership", "atlantis"]])
def test_word_that_names_nothing_is_bad_input(partnership, capsys, more):
    assert made(partnership, capsys, *more)[0] == 2
    assert ApiToken.objects.count() == 0
