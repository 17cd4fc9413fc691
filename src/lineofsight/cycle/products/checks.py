"""Things that do not add up: each check gives the rows that contradict something. Rooms above add their own.

A row is put right, or accepted with a reason; the accepted ones are kept by the pages (`outputs.assurance`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lineofsight.foundation.partnership.queries import Here

_CHECKS: dict[str, "Check"] = {}


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that does not add up. `key` names the thing and what is wrong with it, so that a new fault is a new row.

    `url` leads to the thing; `fix_url` to the page that puts it right; `fix` says what to do there.
    """

    key: str
    title: str
    says: str
    url: str
    fix: str
    fix_url: str


@dataclass(frozen=True, slots=True)
class Check:
    """One rule that should always hold. `find(here)` gives what breaks it, among what the person may see."""

    code: str
    title: str
    why: str
    find: Callable[[Here], Iterable[Found]]
    order: int = 50


def add_check(check: Check) -> None:
    """Look for this too. Call it when the room is ready; the same code replaces."""
    _CHECKS[check.code] = check


def checks() -> tuple[Check, ...]:
    """Every check, in order."""
    return tuple(sorted(_CHECKS.values(), key=lambda check: (check.order, check.code)))
