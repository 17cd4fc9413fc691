"""Measure what the product promises and print each figure beside its bar."""

import argparse
import importlib
import json
import pkgutil
from pathlib import Path

# Named, not imported: a bench may use what a command does.
BENCHES = "lineofsight.config.benches"


def bench_names() -> list[str]:
    """Names of the benches that can be run."""
    return sorted(module.name for module in pkgutil.iter_modules([str(Path(__file__).parent.parent / "benches")]))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`bench NAME [--json]`."""
    parser.add_argument("name", choices=bench_names())
    parser.add_argument("--json", action="store_true", help="print a list of name, value, unit, bar and ok")


def run(arguments: argparse.Namespace) -> int:
    """Print the figures; 1 when one of them misses its bar."""
    figures = importlib.import_module(f"{BENCHES}.{arguments.name}").run()
    if arguments.json:
        print(json.dumps(figures, indent=2))
    else:
        for figure in figures:
            mark = "" if figure["ok"] is None else ("good" if figure["ok"] else "MISSED")
            print(
                f"{figure['name']:<60} {figure['value']:>14,.4g} {figure['unit']:<12} {figure['bar'] or '':<24} {mark}"
            )
    return 0 if all(figure["ok"] is not False for figure in figures) else 1
