"""Make the demo (once) and serve it on this machine."""

import argparse
import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from lineofsight.config import installation, serving
from lineofsight.config.cli import BAD_INPUT, CHECK_FAILED

SIGN_INS = "sign-ins.txt"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`demo [--port PORT] [--prepare-only] [--fresh]`."""
    parser.add_argument("--port", type=int, default=8000, help="the port to listen at (8000)")
    parser.add_argument("--prepare-only", action="store_true", help="make the demo and stop before serving it")
    parser.add_argument("--fresh", action="store_true", help="throw the demo away and make it anew")
    parser.add_argument("--build-here", action="store_true", help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    """Serve the demo; what visitors changed stays until `--fresh`."""
    _as_demo()
    state = installation.state_folder()
    if arguments.build_here:
        return _build_here(state)
    place = serving.Place(port=arguments.port)
    try:
        if not arguments.prepare_only:
            serving.check_port(place)
        with _alone(state):
            if not _is_made(state) or arguments.fresh:
                _make(state)
    except serving.PortInUse as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    except subprocess.CalledProcessError:
        print("The demo could not be made; the lines above say why. Nothing was changed.", file=sys.stderr)
        return CHECK_FAILED
    installation.use_secret_key(state)
    if not installation.is_prepared(state):
        _prepare(state)
    _tell(state, place, serves=not arguments.prepare_only)
    if arguments.prepare_only:
        return 0
    return serving.serve(place, when_ready=lambda: print(f"Ready: {place.address}", flush=True))


def _as_demo() -> None:
    os.environ["LINEOFSIGHT_DEMO"] = "on"
    os.environ.setdefault("LINEOFSIGHT_TODAY", "2026-10-21")
    os.environ.setdefault("LINEOFSIGHT_STATE", str(Path.cwd() / ".state" / "demo"))


def _is_made(state: Path) -> bool:
    return (state / SIGN_INS).exists()


@contextlib.contextmanager
def _alone(state: Path) -> Iterator[None]:
    """One start at a time looks after the folders; what an interrupted one left is swept away."""
    state.parent.mkdir(parents=True, exist_ok=True)
    with state.with_name(f"{state.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for leftover in state.parent.glob(f"{state.name}.making-*"):
            shutil.rmtree(leftover)
        yield


def _make(state: Path) -> None:
    """Make the demo in a folder beside and move it into place whole: an interrupted start leaves nothing half-made."""
    print("Making the demo. This is done once and takes a minute or two.", flush=True)
    draft = state.with_name(f"{state.name}.making-{os.getpid()}")
    words = [sys.executable, "-m", "lineofsight.config.cli", "demo", "--build-here"]
    subprocess.run(words, env={**os.environ, "LINEOFSIGHT_STATE": str(draft)}, check=True)  # noqa: S603
    if state.exists():
        old = state.with_name(f"{state.name}.making-old-{os.getpid()}")
        state.rename(old)
        draft.rename(state)
        shutil.rmtree(old)
    else:
        draft.rename(state)


def _build_here(state: Path) -> int:
    installation.use_secret_key(state, make=True)
    _prepare(state)
    from lineofsight.config.demo import build

    sign_ins = build()
    (state / SIGN_INS).write_text(sign_ins, encoding="utf-8")
    return 0


def _prepare(state: Path) -> None:
    from lineofsight.config.django_setup import ready

    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    ready()
    installation.prepare(state)


def _tell(state: Path, place: serving.Place, *, serves: bool) -> None:
    print((state / SIGN_INS).read_text(encoding="utf-8"))
    if serves:
        print(f"Starting at {place.address} (Ctrl-C stops it and leaves everything as it was).", flush=True)
    else:
        print(f"The demo is made. script/demo serves it at {place.address}.", flush=True)
