"""The line of sight: how things lead to one another. Each room says it once, of its own things, when it is ready.

add_way(Way("finding-recommendation", rows_of, source="finding__subject", result="recommendation__subject", words="led to"))

A page above follows these ways in both directions and knows no room. What a person may not open is never named.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from lineofsight.foundation.partnership.models import Partnership
from lineofsight.foundation.partnership.queries import Here

_WAYS: dict[str, "Way"] = {}
_KINDS: dict[str, "Kind"] = {}
_GROUNDS: dict[str, "GroundsOf"] = {}


@dataclass(frozen=True, slots=True)
class Way:
    """How one kind of thing leads to another: the rows that say so, and in them the paths to the two subjects.

    `words` stand between the two: “the finding *led to* the recommendation”.
    """

    name: str
    rows: Callable[[Partnership], QuerySet[Any]]
    source: str
    result: str
    words: str


@dataclass(frozen=True, slots=True)
class Kind:
    """What is said of one kind of subject. `relations` are read with it; `says` gets the row at the first of them.

    `readable` gives the rows that a person may open, each with its `subject`; None: what the subject itself says counts.
    `told` gives words by subject, for rows to which no relation leads from the subject.
    """

    code: str
    label: str
    relations: tuple[str, ...] = ()
    says: Callable[[Any], str] | None = None
    readable: Callable[[Here], QuerySet[Any]] | None = None
    told: Callable[[Sequence[UUID]], Mapping[UUID, str]] | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What a thing rests on that is no subject itself: a file, or a row of figures. No `url`: it cannot be opened."""

    subject_id: UUID
    label: str
    title: str
    url: str = ""
    says: str = ""


GroundsOf = Callable[[Here, Sequence[UUID]], Iterable[Ground]]


def add_way(way: Way) -> None:
    """Let it be followed. Call it when the room is ready; the same name replaces."""
    _WAYS[way.name] = way


def add_kind(kind: Kind) -> None:
    """Say how a kind is named and who may open it; the same code replaces."""
    _KINDS[kind.code] = kind


def add_grounds(name: str, find: GroundsOf) -> None:
    """Show what stands behind things; `find` asks a fixed number of queries for all subjects at once."""
    _GROUNDS[name] = find


def ways() -> tuple[Way, ...]:
    """Every way, by name."""
    return tuple(_WAYS[name] for name in sorted(_WAYS))


def kinds() -> Mapping[str, Kind]:
    """Every kind by its code."""
    return _KINDS


def grounds(here: Here, subjects: Sequence[UUID]) -> dict[UUID, list[Ground]]:
    """What stands behind each of these, as far as the person may open it."""
    found: dict[UUID, list[Ground]] = {}
    for name in sorted(_GROUNDS):
        for one in _GROUNDS[name](here, subjects):
            found.setdefault(one.subject_id, []).append(one)
    return found
