"""Typed reading of settings from the environment; a secret may lie in a file named by `<NAME>_FILE`."""

import os
from pathlib import Path


class SettingError(SystemExit):
    """A setting is missing or cannot be read; the message says which and what to do."""


def text(name: str, default: str | None = None) -> str:
    """The setting as text; SettingError when it is missing and has no default."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        return _from_file(name, file)
    value = os.environ.get(name)
    if value is not None and value != "":
        return value
    if default is None:
        raise SettingError(f"Set {name} (or {name}_FILE, the path of a file that holds it) and start again.")
    return default


def _from_file(name: str, file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingError(f"{name}_FILE names {file}, which cannot be read ({error.strerror}).") from error


def flag(name: str, default: bool = False) -> bool:
    """True for 1, true, yes or on; False for 0, false, no or off."""
    value = text(name, "on" if default else "off").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise SettingError(f"{name} is “{value}”; set it to on or off.")


def whole(name: str, default: int) -> int:
    """The setting as a whole number."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        raise SettingError(f"{name} is “{value}”; set it to a whole number.") from error


def words(name: str, default: str) -> list[str]:
    """The setting as a list, split at commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]
