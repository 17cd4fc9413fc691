"""The register of redactions, outside the database: what must be taken out again after an older backup was restored.

It holds keyed digests and never the words. It lies in a folder of its own, with the key that the digests were made with;
without the two files nothing can be taken out again, so the folder belongs into every copy of the installation.
"""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from lineofsight.foundation.trail.wording import Target


@dataclass(frozen=True, slots=True)
class Registered:
    """One agreed redaction: the chain it belongs to, when, how many words, and their keyed digest."""

    redaction: str
    chain: str
    agreed_at: str
    count: int
    digest: str


class Register:
    """The folder with the register and its key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def key(self) -> bytes:
        """The key, made once and readable by its owner alone."""
        file = self.folder / "key"
        if not file.exists():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as handle:
                handle.write(secrets.token_hex(32))
        return bytes.fromhex(file.read_text(encoding="ascii").strip())

    def add(self, registered: Registered) -> None:
        """Write one redaction down and see that it is on the disk; a second time for the same one changes nothing."""
        if any(known.redaction == registered.redaction for known in self.all()):
            return
        descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8") as handle:
            handle.write(json.dumps(asdict(registered), sort_keys=True) + "\n")
            handle.flush()
            os.fsync(handle.fileno())

    def all(self) -> list[Registered]:
        """Every redaction of the register, oldest first."""
        if not self._file.exists():
            return []
        lines = self._file.read_text(encoding="utf-8").splitlines()
        return [Registered(**json.loads(line)) for line in lines if line.strip()]

    def target(self, registered: Registered) -> Target:
        """What to look for."""
        return Target(digest=registered.digest, count=registered.count, key=self.key())

    @property
    def _file(self) -> Path:
        return self.folder / "register.jsonl"
