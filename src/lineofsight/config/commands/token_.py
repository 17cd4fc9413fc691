"""Make, list and revoke the tokens by which programs use the interface."""

import argparse
import sys
from datetime import date, timedelta


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`token make EMAIL --partnership P --name NAME [--role KIND] [--until DATE]`, `token list`, `token revoke ID`."""
    deeds = parser.add_subparsers(dest="deed", required=True)
    make = deeds.add_parser("make", help="make a token for a seat, and print it this once")
    make.add_argument("email")
    make.add_argument("--name", required=True, help="what will use it")
    make.add_argument("--role", default="", metavar="KIND", help="the kind of seat, for somebody who holds several")
    make.add_argument("--until", type=date.fromisoformat, metavar="DATE", help="its last day (90 days from now)")
    shown = deeds.add_parser("list", help="who has tokens, until when, and when each was last used")
    revoke = deeds.add_parser("revoke", help="stop a token at once")
    revoke.add_argument("token", metavar="ID")
    for one in (make, shown, revoke):
        one.add_argument("--partnership", required=True, metavar="P")


def run(arguments: argparse.Namespace) -> int:
    """Do it; 2 with the reason when a word names nothing."""
    from lineofsight.config.django_setup import ready

    ready()
    from lineofsight.foundation.partnership.models import Partnership

    partnership = Partnership.objects.filter(slug=arguments.partnership).select_related("chain").first()
    if partnership is None:
        return _refuse(f"There is no partnership “{arguments.partnership}”.")
    return {"make": _make, "list": _list, "revoke": _revoke}[arguments.deed](partnership, arguments)


def _make(partnership: object, arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from lineofsight.foundation.accounts.queries import person_with
    from lineofsight.foundation.partnership.guards import today
    from lineofsight.foundation.partnership.permissions import Refused
    from lineofsight.foundation.partnership.queries import memberships_of
    from lineofsight.foundation.trail.changes import Doer
    from lineofsight.outputs.api.changes import make_token

    person = person_with(arguments.email)
    held = (
        []
        if person is None
        else [one for one in memberships_of(person, today=today()) if one.partnership == partnership]
    )
    seats = [one for one in held if arguments.role in {"", one.role.kind.code}]
    if len(seats) != 1:
        kinds = ", ".join(sorted(one.role.kind.code for one in held))
        return _refuse(
            f"{arguments.email} holds {len(seats)} seats like that here. Name one with --role: {kinds or 'none'}."
        )
    until = arguments.until or today() + timedelta(days=90)
    by = Doer.system("Command line")
    try:
        row, token = make_token(
            seats[0], name=arguments.name, expires_on=until, by=by, now=timezone.now(), today=today()
        )
    except Refused as refusal:
        return _refuse(str(refusal))
    print(f"{row.pk}\nWorks until {until}. Keep it safe: it is shown only now.\n{token}")
    return 0


def _list(partnership: object, arguments: argparse.Namespace) -> int:
    from lineofsight.outputs.api.queries import tokens_of

    for one in tokens_of(partnership):  # type: ignore[arg-type]
        state = "revoked" if one.revoked_at else f"until {one.expires_on}"
        used = f"last used {one.last_used_at:%Y-%m-%d}" if one.last_used_at else "never used"
        print(f"{one.pk}  {one.name}  {one.membership.person.email}  {one.membership.role.title}  {state}  {used}")
    return 0


def _revoke(partnership: object, arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from lineofsight.foundation.trail.changes import Doer
    from lineofsight.outputs.api.changes import revoke_token
    from lineofsight.outputs.api.queries import tokens_of

    found = [one for one in tokens_of(partnership) if str(one.pk) == arguments.token]  # type: ignore[arg-type]
    if not found:
        return _refuse(f"There is no token “{arguments.token}” here. “token list” shows them.")
    revoke_token(found[0], by=Doer.system("Command line"), now=timezone.now())
    print(f"{found[0].name} does not work any more.")
    return 0


def _refuse(reason: str) -> int:
    sys.stderr.write(f"lineofsight token: {reason}\n")
    return 2
