"""Asking clamd whether a file holds malware (its INSTREAM command, as the manual page of clamd has it)."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

PIECE = 64 * 1024
SECONDS = 60
PORT = 3310


class ScannerSilent(Exception):
    """clamd is configured and does not answer; nothing is known of the file."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """What clamd said: `clean`, `infected` with the name of what it found, or `not_scanned` with the reason."""

    result: Literal["clean", "infected", "not_scanned"]
    found: str = ""


NOT_SCANNED = Scanned("not_scanned")


def scan(file: Any, *, clamd: str) -> Scanned:
    """What clamd says of the file, which is read from its beginning and left there. Without an address: not scanned.

    `clamd`: `host`, `host:port`, `tcp://host:port`, `unix:/path` or the path of a socket. ScannerSilent when it cannot be reached.
    """
    if not clamd:
        return NOT_SCANNED
    try:
        with _connected(clamd) as connection:
            answer = _stream(connection, file)
    except OSError as error:
        raise ScannerSilent(f"The virus checker at {clamd} does not answer.") from error
    finally:
        file.seek(0)
    return _read(answer)


@contextmanager
def _connected(clamd: str) -> Iterator[socket.socket]:
    path = clamd.removeprefix("unix:").removeprefix("//")
    if path.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        address: object = path
    else:
        connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        host, _, port = clamd.removeprefix("tcp://").partition(":")
        address = (host, int(port or PORT))
    with connection:
        connection.settimeout(SECONDS)
        connection.connect(address)  # type: ignore[arg-type]
        yield connection


def _stream(connection: socket.socket, file: Any) -> str:
    file.seek(0)
    connection.sendall(b"zINSTREAM\0")
    try:
        while piece := file.read(PIECE):
            connection.sendall(struct.pack("!I", len(piece)) + piece)
        connection.sendall(struct.pack("!I", 0))
    except (BrokenPipeError, ConnectionResetError):
        # It stops listening once the file is larger than it takes; its answer says so.
        pass
    return _answer(connection)


def _answer(connection: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0"):
        piece = connection.recv(4096)
        if not piece:
            break
        said += piece
    if not said:
        raise ConnectionError("No answer.")
    return said.rstrip(b"\0\n").decode("utf-8", "replace")


def _read(answer: str) -> Scanned:
    said = answer.removeprefix("stream: ")
    if said == "OK":
        return Scanned("clean")
    if said.endswith(" FOUND"):
        return Scanned("infected", said.removesuffix(" FOUND")[:200])
    return Scanned("not_scanned", said[:200])
