"""A real PostgreSQL server for one run of the tests: its own folder, a free port, gone afterwards."""

import ctypes
import glob
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# The data is thrown away, so nothing need survive a loss of power.
FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", "shared_buffers=128MB"]


class NoPostgresql(Exception):
    """The server cannot be found or does not start; the message says why."""


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a server that lives as long as the block, `postgresql://tests:…@127.0.0.1:port/lineofsight`."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="lineofsight-postgresql-"))
    server: subprocess.Popen[bytes] | None = None
    try:
        password, port = secrets.token_hex(12), _free_port()
        _make(programs, folder, password)
        server = _start(programs, folder, port)
        _wait(programs, server, folder, port)
        yield f"postgresql://tests:{password}@127.0.0.1:{port}/lineofsight"
    finally:
        if server is not None:
            _stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb")) or [shutil.which("initdb") or ""]
    if not found[-1]:
        raise NoPostgresql(
            "There is no initdb here. Install PostgreSQL 15 or later (on Debian: apt install postgresql)."
        )
    return Path(found[-1]).parent


def _identity() -> dict[str, str | int]:
    # PostgreSQL refuses to run as root.
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    name = "postgres" if "postgres" in names else "nobody"
    return {"user": name, "group": pwd.getpwnam(name).pw_gid}


def _make(programs: Path, folder: Path, password: str) -> None:
    identity, secret = _identity(), folder / "password"
    secret.write_text(password, encoding="utf-8")
    if identity:
        for path in (folder, secret):
            shutil.chown(path, user=identity["user"])
    words = [programs / "initdb", "-D", folder / "data", "-U", "tests", "--auth=scram-sha-256", f"--pwfile={secret}"]
    done = subprocess.run(
        [*words, "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"],
        **identity, cwd="/", capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise NoPostgresql(f"initdb failed: {done.stderr.strip()}")


def _start(programs: Path, folder: Path, port: int) -> "subprocess.Popen[bytes]":
    settings = [word for setting in FAST for word in ("-c", setting)]
    words = [programs / "postgres", "-D", folder / "data", "-p", str(port), "-h", "127.0.0.1", "-k", folder, *settings]
    log = (folder / "log").open("wb")
    return subprocess.Popen(
        words, **_identity(), cwd="/", stdout=log, stderr=log, start_new_session=True, preexec_fn=_end_with_parent
    )


def _end_with_parent() -> None:
    """Ask Linux to stop the server should the tests be killed."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGINT)


def _wait(programs: Path, server: "subprocess.Popen[bytes]", folder: Path, port: int) -> None:
    for _ in range(150):
        ready = subprocess.run([programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)], check=False)
        if ready.returncode == 0:
            return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise NoPostgresql(f"PostgreSQL does not start: {(folder / 'log').read_text(encoding='utf-8', errors='replace')}")


def _stop(server: "subprocess.Popen[bytes]") -> None:
    server.send_signal(signal.SIGINT)
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
