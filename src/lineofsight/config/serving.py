"""Runs the web server and the worker side by side, and stops both cleanly at Ctrl-C."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

PATIENCE_AT_STOP = 25.0
RESTARTS_A_MINUTE = 5


class PortInUse(Exception):
    """Something else listens at the address; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the server listens, and with how many processes and threads."""

    host: str = "127.0.0.1"
    port: int = 8000
    processes: int = 1
    threads: int = 8

    @property
    def address(self) -> str:
        """What to type into a browser on this machine."""
        shown = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104
        return f"http://{shown}:{self.port}"


@dataclass
class Children:
    """The processes under way; each in a session of its own, so that Ctrl-C reaches this process alone."""

    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    stopping: bool = False
    restarts: list[float] = field(default_factory=list)

    def start(self, name: str, words: list[str]) -> None:
        """Start one."""
        self.running[name] = subprocess.Popen(  # noqa: S603
            words, start_new_session=True, preexec_fn=_end_with_parent, stdin=subprocess.DEVNULL
        )

    def stop(self, *_: int | FrameType | None) -> None:
        """Ask all to stop; those that take too long are ended."""
        if self.stopping:
            return
        self.stopping = True
        for child in self.running.values():
            if child.poll() is None:
                child.terminate()
        until = time.monotonic() + PATIENCE_AT_STOP
        for child in self.running.values():
            try:
                child.wait(timeout=max(until - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    def too_many_restarts(self) -> bool:
        """True when one of them dies again and again."""
        now = time.monotonic()
        self.restarts = [moment for moment in self.restarts if now - moment < 60] + [now]
        return len(self.restarts) > RESTARTS_A_MINUTE


def check_port(place: Place) -> None:
    """PortInUse when the server could not listen at the place."""
    with socket.socket(socket.AF_INET6 if ":" in place.host else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((place.host, place.port))
        except OSError as error:
            raise PortInUse(
                f"Port {place.port} at {place.host} cannot be used ({error.strerror}). Choose another with --port."
            ) from error


def serve(place: Place, *, when_ready: Callable[[], None]) -> int:
    """Serve until stopped; 0 after a stop that was asked for, 1 when the server died of itself."""
    check_port(place)
    children = Children()
    stopped: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda given, _frame: stopped.append(given))
    children.start("web", _web(place))
    try:
        if _answers(place, children, stopped):
            when_ready()
            children.start("work", _work())
        return _watch(children, stopped)
    finally:
        children.stop()


def _watch(children: Children, stopped: list[int]) -> int:
    while not stopped:
        time.sleep(0.3)
        if children.running["web"].poll() is not None and not stopped:
            sys.stderr.write("The web server stopped of itself; the lines above say why.\n")
            return 1
        worker = children.running.get("work")
        if worker and worker.poll() is not None and not stopped:
            if children.too_many_restarts():
                sys.stderr.write("The worker stops again and again; the lines above say why.\n")
                return 1
            children.start("work", _work())
    return 0


def _answers(place: Place, children: Children, stopped: list[int]) -> bool:
    host = place.address.removeprefix("http://").rsplit(":", 1)[0]
    while not stopped and children.running["web"].poll() is None:
        try:
            with socket.create_connection((host, place.port), timeout=0.5):
                return True
        except OSError:
            time.sleep(0.05)
    return False


def _web(place: Place) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "lineofsight.config.wsgi:application",
        "--bind", f"{place.host}:{place.port}", "--worker-class", "gthread",
        "--workers", str(place.processes), "--threads", str(place.threads),
        "--log-level", "warning", "--timeout", "120", "--graceful-timeout", "20", "--max-requests", "20000",
        "--max-requests-jitter", "2000", "--preload", "--no-control-socket",
    ]  # fmt: skip


def _work() -> list[str]:
    return [sys.executable, "-m", "lineofsight.config.cli", "work"]


def _end_with_parent() -> None:
    """Ask Linux to stop the child should this process be killed, so that nothing goes on unseen."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)
    os.umask(0o077)
