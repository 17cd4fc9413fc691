"""Serve the pages and do the background work, until Ctrl-C."""

import argparse
import sys

from lineofsight.config import installation, serving
from lineofsight.config.cli import BAD_INPUT


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`serve [--host HOST] [--port PORT] [--prepare] [--prepare-only]`."""
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen at (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen at (8000)")
    parser.add_argument("--processes", type=int, default=2, help="processes that answer requests (2)")
    parser.add_argument("--threads", type=int, default=8, help="threads in each process (8)")
    parser.add_argument("--prepare", action="store_true", help="bring the tables up to date first, where needed")
    parser.add_argument("--prepare-only", action="store_true", help="the same, and stop there")


def run(arguments: argparse.Namespace) -> int:
    """Serve; 0 after Ctrl-C, 1 when the server died, 2 when the port is taken or a setting is missing."""
    state = installation.state_folder()
    place = serving.Place(arguments.host, arguments.port, arguments.processes, arguments.threads)
    installation.use_secret_key(state, make=arguments.prepare or arguments.prepare_only)
    try:
        if arguments.prepare or arguments.prepare_only:
            _prepare()
        if arguments.prepare_only:
            return 0
        return serving.serve(place, when_ready=lambda: _tell(place))
    except serving.PortInUse as error:
        print(error, file=sys.stderr)
        return BAD_INPUT


def _prepare() -> None:
    from lineofsight.config.django_setup import ready

    state = installation.state_folder()
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    ready()
    if not installation.is_prepared(state):
        print("Bringing the tables and the files for browsers up to date.", flush=True)
        installation.prepare(state)
    from lineofsight.foundation.accounts.models import Person

    if not Person.objects.filter(is_administrator=True).exists():
        print("There is no administrator yet. In another window: .venv/bin/lineofsight administrator add EMAIL")


def _tell(place: serving.Place) -> None:
    print(f"Line of Sight is at {place.address} (Ctrl-C stops it).", flush=True)
