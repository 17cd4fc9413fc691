"""What is under way in a role: each room says it once of its own things, and the handover shows it whole.

add_work("findings", finder)
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from lineofsight.foundation.partnership.queries import Here


@dataclass(frozen=True, slots=True)
class Work:
    """One thing that a role must see to. `what` names its kind; `url` is a path."""

    role_id: Any
    what: str
    title: str
    url: str
    due_on: date | None = None


Finder = Callable[[Here, Collection[Any]], Iterable[Work]]
_FINDERS: dict[str, Finder] = {}


def add_work(room: str, finder: Finder) -> None:
    """Register what a room knows: given the reader and the keys of roles, the work that the reader may see."""
    _FINDERS[room] = finder


def work_of(here: Here, roles: Collection[Any]) -> list[Work]:
    """All that is under way in these roles and that the person may read, soonest due first; a query or two a room."""
    found = [one for room in sorted(_FINDERS) for one in _FINDERS[room](here, roles)]
    return sorted(found, key=lambda one: (one.due_on or date.max, one.what, one.title))
