"""Making an installation ready: its state folder, its secret key, its tables and the files that browsers fetch.

Nothing here needs Django until `prepare` is called, so that a second start costs next to nothing.
"""

import hashlib
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
SECRET_KEY, STAMP = "secret-key", "prepared"


def state_folder() -> Path:
    """The folder that holds all that the installation keeps outside its database (and SQLite's database too)."""
    return Path(os.environ.get("LINEOFSIGHT_STATE") or Path.cwd() / ".state" / "server")


def use_secret_key(state: Path, *, make: bool = False) -> None:
    """Name the state folder's key file to the settings, unless the environment gives a key; made once when asked."""
    if os.environ.get("LINEOFSIGHT_SECRET_KEY") or os.environ.get("LINEOFSIGHT_SECRET_KEY_FILE"):
        return
    file = state / SECRET_KEY
    if make and not file.exists():
        _write_once(file, secrets.token_urlsafe(50))
    if file.exists():
        os.environ["LINEOFSIGHT_SECRET_KEY_FILE"] = str(file)


def _write_once(file: Path, text: str) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        handle.write(text)
    try:
        os.link(draft, file)  # Fails when another start was quicker: then its key counts.
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def fingerprint() -> str:
    """Changes when the tables or the files for browsers could have changed: only then is preparing done again."""
    digest = hashlib.sha256()
    for path in _what_counts():
        facts = path.stat()
        digest.update(f"{path.relative_to(PACKAGE)} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    digest.update((PACKAGE / "config" / "settings.py").read_bytes())
    digest.update(sys.version.encode())
    return digest.hexdigest()


def _what_counts() -> Iterator[Path]:
    for folder in ("migrations", "static"):
        for found in sorted(PACKAGE.glob(f"*/*/{folder}/**/*")):
            if found.is_file() and found.suffix != ".pyc":
                yield found


def is_prepared(state: Path) -> bool:
    """True when nothing changed since the installation was prepared."""
    stamp = state / STAMP
    return stamp.exists() and stamp.read_text(encoding="utf-8") == fingerprint()


def prepare(state: Path, *, verbosity: int = 0) -> None:
    """Bring the tables up to date and gather the files for browsers; safe to do again after an interruption.

    Django is set up before.
    """
    from django.core.management import call_command

    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=verbosity)
    call_command("collectstatic", interactive=False, verbosity=verbosity)
    draft = state / f"{STAMP}.{os.getpid()}"
    draft.write_text(fingerprint(), encoding="utf-8")
    draft.replace(state / STAMP)
