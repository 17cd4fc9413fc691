"""Print a partnership's figures with the source of each, as they are or as they were known on a day."""

import argparse
import json
import sys
from datetime import date


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`figures --partnership P [--measure CODE] [--area CODE] [--known-on DATE] --json`."""
    parser.add_argument(
        "--partnership", required=True, metavar="P", help="the partnership's short address, such as kent"
    )
    parser.add_argument("--measure", default="", metavar="CODE")
    parser.add_argument("--area", default="", metavar="CODE", help="official code of an area")
    parser.add_argument(
        "--known-on", type=date.fromisoformat, metavar="DATE", help="what was accepted by the end of this day"
    )
    parser.add_argument("--json", action="store_true", help="a JSON list; otherwise CSV")


def run(arguments: argparse.Namespace) -> int:
    """Print the figures; 2 when there is no such partnership or measure."""
    from lineofsight.config.django_setup import ready

    ready()
    from lineofsight.foundation.partnership.models import Partnership
    from lineofsight.sources.dashboard.models import Measure
    from lineofsight.sources.dashboard.queries.figures import end_of, figures

    partnership = Partnership.objects.filter(slug=arguments.partnership).first()
    if partnership is None:
        return _refuse(f"There is no partnership “{arguments.partnership}”.")
    if arguments.measure and not Measure.objects.for_partnership(partnership).filter(code=arguments.measure).exists():
        return _refuse(f"{partnership} has no measure “{arguments.measure}”.")
    moment = end_of(arguments.known_on) if arguments.known_on else None
    rows = figures(partnership, measure=arguments.measure, area=arguments.area, moment=moment)
    if arguments.json:
        json.dump(list(rows), sys.stdout, indent=1)
        print()
    else:
        _as_csv(rows)
    return 0


def _as_csv(rows: object) -> None:
    import csv
    from collections.abc import Iterable
    from typing import Any, cast

    writer = None
    for row in cast("Iterable[dict[str, Any]]", rows):
        source = row.pop("source") or {}
        flat = row | {f"source_{name}": value for name, value in source.items()}
        if writer is None:
            names = [
                *row,
                *(
                    f"source_{n}"
                    for n in ("return", "how", "file", "sheet", "row", "column", "received_at", "accepted_at")
                ),
            ]
            writer = csv.DictWriter(sys.stdout, names)
            writer.writeheader()
        writer.writerow(flat)


def _refuse(reason: str) -> int:
    sys.stderr.write(f"lineofsight figures: {reason}\n")
    return 2
