"""Look at every series of a partnership again, and warn of what changed."""

import argparse
import json
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`watch-run --partnership P [--json]`."""
    parser.add_argument(
        "--partnership", required=True, metavar="P", help="the partnership's short address, such as kent"
    )
    parser.add_argument("--json", action="store_true", help="print what came of it as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Run it with a progress bar; 2 when there is no such partnership."""
    from lineofsight.config.django_setup import ready

    ready()
    from django.utils import timezone

    from lineofsight.foundation.partnership.guards import today
    from lineofsight.foundation.partnership.models import Partnership
    from lineofsight.foundation.trail.changes import Doer
    from lineofsight.sources.dashboard.changes.watching import watch_run

    partnership = Partnership.objects.filter(slug=arguments.partnership).select_related("chain").first()
    if partnership is None:
        sys.stderr.write(f"lineofsight watch-run: there is no partnership “{arguments.partnership}”.\n")
        return 2
    by = Doer.system("The watch, on the command line")
    made = watch_run(partnership, by=by, now=timezone.now(), today=today(), tell=show_progress)
    facts = {
        "series_looked_at": made.series_looked_at,
        "warnings_raised": made.warnings_raised,
        "expected_false": round(made.expected_false, 2),
    }
    print(json.dumps(facts, indent=2) if arguments.json else _said(facts))
    return 0


def _said(facts: dict[str, float]) -> str:
    return (
        f"{facts['series_looked_at']:,} series looked at, {facts['warnings_raised']} new warnings. "
        f"By chance alone the list would hold {facts['expected_false']}."
    )


def show_progress(done: int, total: int) -> None:
    """A bar on standard error, where somebody watches."""
    if not sys.stderr.isatty():
        return
    width = 40
    full = width * done // max(total, 1)
    sys.stderr.write(f"\r[{'#' * full}{' ' * (width - full)}] {done:,} of {total:,} series")
    if done >= total:
        sys.stderr.write("\n")
    sys.stderr.flush()
