"""Make the people who look after the installation, and get them back in."""

import argparse
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lineofsight.foundation.accounts.models import Person


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`administrator add EMAIL --name NAME`, `administrator link EMAIL`, `administrator reset-second-step EMAIL`."""
    deeds = parser.add_subparsers(dest="deed", required=True)
    add = deeds.add_parser("add", help="make an account, and print a link that sets its password; needs no e-mail")
    add.add_argument("email")
    add.add_argument("--name", default="", help="the person's name (asked for when it is missing)")
    link = deeds.add_parser("link", help="print a new link that sets the password of any account")
    link.add_argument("email")
    reset = deeds.add_parser("reset-second-step", help="take away a lost second step of any account")
    reset.add_argument("email")
    reset.add_argument("--reason", required=True, help="kept in the trail")


def run(arguments: argparse.Namespace) -> int:
    """Do it; 2 with what to do when it cannot be done."""
    from lineofsight.config.django_setup import ready

    ready()
    return {"add": _add, "link": _link, "reset-second-step": _reset}[arguments.deed](arguments)


def _add(arguments: argparse.Namespace) -> int:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.db import IntegrityError

    from lineofsight.foundation.accounts import changes

    try:
        validate_email(arguments.email)
    except ValidationError:
        return _stop(f"“{arguments.email}” is not an e-mail address. Give it in the form name@example.org.")
    name = arguments.name or (input("Name: ") if sys.stdin.isatty() else "")
    if not name.strip():
        return _stop("Give the person's name: lineofsight administrator add EMAIL --name “Ada Okafor”.")
    try:
        person = changes.add_person(email=arguments.email, name=name.strip(), by=_command(), is_administrator=True)
    except IntegrityError:
        return _stop(
            f"There is an account with {arguments.email} already. “administrator link” prints a new link for it."
        )
    changes.vouch_for_address(person, by=_command())
    print(
        f"{person.name} is an administrator. Open this link within a day to set the password:\n\n{_link_for(person)}\n"
    )
    return 0


def _link(arguments: argparse.Namespace) -> int:
    person = _find(arguments.email)
    if person is None:
        return _stop(f"There is no account with {arguments.email}.")
    print(f"Open this link within a day to set the password of {person.name}:\n\n{_link_for(person)}\n")
    return 0


def _reset(arguments: argparse.Namespace) -> int:
    from lineofsight.foundation.accounts import changes

    person = _find(arguments.email)
    if person is None:
        return _stop(f"There is no account with {arguments.email}.")
    try:
        changes.reset_second_factor(person, reason=arguments.reason, by=_command())
    except changes.NotPossible as error:
        return _stop(str(error))
    print(f"{person.name} is signed out, and sets up a new second step at the next sign-in.")
    return 0


def _find(email: str) -> "Person | None":
    from lineofsight.foundation.accounts.queries import person_with

    return person_with(email)


def _link_for(person: "Person") -> str:
    """A link that works once: setting the password makes it useless."""
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str
    from django.conf import settings
    from django.urls import reverse

    key = default_token_generator.make_token(person)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key})
    return f"{settings.ADDRESS}{path}"


def _command() -> Any:
    from lineofsight.foundation.trail.changes import Doer

    return Doer.system("Command line")


def _stop(reason: str) -> int:
    sys.stderr.write(f"{reason}\n")
    return 2
