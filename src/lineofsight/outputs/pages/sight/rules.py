"""What was followed, as a tree that can be read aloud. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal
from uuid import UUID

Direction = Literal["up", "down"]
DEPTH: Final = 6
MOST: Final = 200
CLOSED: Final = "Something that you may not open"


@dataclass(frozen=True, slots=True)
class Edge:
    """One thing leads to another, with the words between them."""

    source: UUID
    result: UUID
    words: str


@dataclass(slots=True)
class Node:
    """One thing on the way. `steps` is how far it is from where one stands; `near` is the thing through which it was reached."""

    key: UUID
    steps: int
    near: UUID | None = None
    how: str = ""
    label: str = ""
    title: str = ""
    url: str = ""
    says: str = ""
    is_open: bool = True
    grounds: list["Rest"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Rest:
    """A file or a row of figures behind a thing."""

    label: str
    title: str
    url: str = ""
    says: str = ""


@dataclass(slots=True)
class Branch:
    """A thing with what lies further that way; those that may not be opened are only counted."""

    node: Node
    further: list["Branch"] = field(default_factory=list)
    closed_words: str = ""


def closed_words(count: int) -> str:
    """How things that may not be opened are said; empty for none."""
    return "" if not count else CLOSED if count == 1 else f"{count} things that you may not open"


def branches(nodes: dict[UUID, Node], near: UUID | None) -> list[Branch]:
    """The tree of one direction, from the things next to `near` on; every thing stands in it once."""
    found = []
    for node in nodes.values():
        if node.near == near and node.is_open:
            closed = closed_words(closed_at(nodes, node.key))
            found.append(Branch(node, branches(nodes, node.key), closed))
    return sorted(found, key=lambda one: (one.node.label, one.node.title))


def closed_at(nodes: dict[UUID, Node], near: UUID | None) -> int:
    """How many things next to this one may not be opened."""
    return sum(1 for node in nodes.values() if node.near == near and not node.is_open)


def walked(tree: list[Branch]) -> Iterator[Branch]:
    """Every branch, in the order in which it is read."""
    for branch in tree:
        yield branch
        yield from walked(branch.further)
