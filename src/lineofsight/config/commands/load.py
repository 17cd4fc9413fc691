"""Load a publisher's file into a partnership by a recipe, and report every cell that was refused."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lineofsight.foundation.trail.changes import Doer

GOOD, BAD_INPUT = 0, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`load FILE --recipe R --partnership P [--received DATE] [--measure CODE …] [--by EMAIL] [--dry-run]`."""
    parser.add_argument("file", type=Path)
    parser.add_argument("--recipe", required=True, metavar="R", help="a shipped recipe's name, or the path of one")
    parser.add_argument(
        "--partnership", required=True, metavar="P", help="the partnership's short address, such as kent"
    )
    parser.add_argument(
        "--received", type=date.fromisoformat, metavar="DATE", help="the day it came, when that was not today"
    )
    parser.add_argument("--measure", nargs="+", default=[], metavar="CODE", help="only these measures")
    parser.add_argument("--by", metavar="EMAIL", help="who accepts it; the product itself when nobody is named")
    parser.add_argument("--dry-run", action="store_true", help="only report; nothing is written")


def run(arguments: argparse.Namespace) -> int:
    """Print the report as JSON; 2 when the file, the recipe, the partnership or the person cannot be used."""
    from lineofsight.config.django_setup import ready

    ready()
    from lineofsight.engine import tables

    try:
        report = _load(arguments)
    except (tables.TableError, _BadWord) as error:
        sys.stderr.write(f"lineofsight load: {error}\n")
        return BAD_INPUT
    print(json.dumps(report, indent=2))
    return GOOD


class _BadWord(ValueError):
    """A word on the command line names nothing."""


def _load(arguments: argparse.Namespace) -> dict[str, Any]:
    from django.utils import timezone

    from lineofsight.engine import tables
    from lineofsight.engine.clocks import london_moment
    from lineofsight.foundation.partnership.guards import today
    from lineofsight.foundation.partnership.models import Partnership
    from lineofsight.sources.dashboard.changes.loading import load_file

    partnership = Partnership.objects.filter(slug=arguments.partnership).select_related("chain").first()
    if partnership is None:
        raise _BadWord(f"there is no partnership “{arguments.partnership}”.")
    if not arguments.file.is_file():
        raise _BadWord(f"there is no file {arguments.file}.")
    received = london_moment(arguments.received) if arguments.received else None
    report = load_file(
        partnership,
        arguments.file,
        recipe=tables.load_recipe(arguments.recipe),
        by=_doer(arguments.by),
        now=timezone.now(),
        today=today(),
        received_at=received,
        measures=arguments.measure,
        dry_run=arguments.dry_run,
    )
    return report.as_json()


def _doer(email: str | None) -> "Doer":
    from lineofsight.foundation.accounts.models import Person
    from lineofsight.foundation.trail.changes import Doer

    if not email:
        return Doer.system("Loaded on the command line")
    person = Person.objects.filter(email=email.lower()).first()
    if person is None:
        raise _BadWord(f"nobody here has the address {email}.")
    return Doer(actor_id=person.actor_id, role="On the command line")
