"""Sets of standards in TOML: shipped ones by name, others by path or as bytes."""

import tomllib
from importlib.resources import files
from pathlib import Path

from lineofsight.engine.standards.standards import Fault, StandardsError, StandardSet, build


def shipped() -> tuple[str, ...]:
    """Names of the sets that come with the package."""
    home = files("lineofsight.engine.standards") / "sets"
    return tuple(sorted(item.name.removesuffix(".toml") for item in home.iterdir() if item.name.endswith(".toml")))


def load(name_or_path: str | Path) -> StandardSet:
    """The shipped set of this name, or the one in the TOML file at this path. StandardsError with every fault."""
    name = str(name_or_path)
    if name in shipped():
        return from_toml((files("lineofsight.engine.standards") / "sets" / f"{name}.toml").read_bytes())
    path = Path(name_or_path)
    if not path.is_file():
        raise StandardsError(
            [Fault(name, f"is no file, nor a set that comes with the product ({', '.join(shipped())})")]
        )
    return from_toml(path.read_bytes())


def from_toml(content: bytes) -> StandardSet:
    """The set in a TOML file. StandardsError names the line where the file is no TOML, else the key."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise StandardsError([Fault("the file", f"is not UTF-8 text (byte {fault.start + 1})")]) from fault
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise StandardsError([Fault("the file", str(fault))]) from fault
    return build(found)
