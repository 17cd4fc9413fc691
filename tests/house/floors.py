"""The ranks of floors and rooms, read from the import contracts in pyproject.toml, so that there is one list of them."""

import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "src" / "lineofsight"


@cache
def contracts() -> list[dict[str, object]]:
    """The contracts, as written."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found: list[dict[str, object]] = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    return found


@cache
def layers_of(container: str) -> dict[str, int]:
    """Each layer of a container with its rank, 0 the lowest; siblings that may not import each other share a rank."""
    for contract in contracts():
        if contract.get("containers") == [container]:
            listed: list[str] = contract["layers"]  # type: ignore[assignment]
            return {
                name.strip(" ()"): rank
                for rank, layer in enumerate(reversed(listed))
                for name in layer.replace(":", "|").split("|")
            }
    return {}


def rank(module: str) -> tuple[int, int]:
    """(floor, room) of a dotted module name such as `lineofsight.cycle.requests.models`."""
    _, floor, *rest = module.split(".")
    rooms = layers_of(f"lineofsight.{floor}")
    return layers_of("lineofsight")[floor], rooms.get(rest[0], 0) if rest else 0


def may_point(*, source: str, target: str) -> bool:
    """True when a module may know of another: the same room, or one of lower rank."""
    return _room(source) == _room(target) or rank(target) < rank(source)


def _room(module: str) -> tuple[str, ...]:
    return tuple(module.split(".")[:3])
