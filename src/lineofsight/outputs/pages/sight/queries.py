"""Following the ways that rooms have named, level by level: two queries a level for both directions together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, IntegerField, Q, QuerySet, Value, When

from lineofsight.foundation.partnership import sight
from lineofsight.foundation.partnership.queries import Here, readable_subjects
from lineofsight.foundation.trail.models import Subject
from lineofsight.outputs.pages.sight.rules import DEPTH, MOST, Direction, Edge, Node, Rest

BOTH: tuple[Direction, Direction] = ("up", "down")
Fronts = dict[Direction, list[UUID]]
Reached = dict[UUID, tuple[UUID | None, str]]
"""New things, each with the thing through which it was reached (None: the start) and the words between the two."""


@dataclass(slots=True)
class Seen:
    """What was found each way, and how one thing leads to another. `is_cut`: there is more than is shown."""

    up: dict[UUID, Node] = field(default_factory=dict)
    down: dict[UUID, Node] = field(default_factory=dict)
    edges: set[Edge] = field(default_factory=set)
    is_cut: bool = False

    def way(self, direction: Direction) -> dict[UUID, Node]:
        """The things of one direction, nearest first."""
        return self.up if direction == "up" else self.down


def subject_of(here: Here, key: UUID) -> Subject | None:
    """The thing to start from, if the person may open it; one query."""
    found = next(iter(_known(here, [key])), None)
    return found if found is not None and found.is_open else None  # type: ignore[attr-defined]


def started(subject: Subject) -> Node:
    """The thing itself."""
    return _filled(Node(subject.pk, 0), subject)


def follow(here: Here, *, start: UUID | None, first: Iterable[UUID] = (), depth: int = DEPTH, most: int = MOST) -> Seen:
    """Everything that leads to the start, and everything that it leads to, at most `depth` steps away.

    `first` are the next things down from a start that has no subject of its own, such as a file or a figure.
    """
    seen = Seen()
    front: dict[Direction, Reached] = {"up": {}, "down": dict.fromkeys(first, (None, ""))}
    if start is None:
        _meet(here, seen, front, steps=1)
        fronts: Fronts = {"up": [], "down": [key for key, node in seen.down.items() if node.is_open]}
    else:
        fronts = {"up": [start], "down": [start]}
    for steps in range(1 if start else 2, depth + 1):
        if not fronts["up"] and not fronts["down"]:
            break
        edges = list(_edges(here, fronts))
        front = {one: _next(edges, one, fronts[one], seen, start) for one in BOTH}
        fronts = _meet(here, seen, front, steps=steps)
        if len(seen.up) + len(seen.down) >= most:
            seen.is_cut = True
            break
    else:
        seen.is_cut = bool(fronts["up"] or fronts["down"])
    return seen


def _edges(here: Here, fronts: Fronts) -> Iterator[tuple[Direction, Edge]]:
    """One union of all ways in both directions."""
    ways = sight.ways()
    parts = []
    for number, way in enumerate(ways):
        for sign, near, far, keys in (
            (1, way.source, way.result, fronts["down"]),
            (-1, way.result, way.source, fronts["up"]),
        ):
            if keys:
                rows: QuerySet[Any] = way.rows(here.partnership).filter(
                    **{f"{near}__in": keys, f"{far}__isnull": False}
                )
                mark = Value(sign * (number + 1), output_field=IntegerField())
                parts.append(rows.order_by().values_list(way.source, way.result, mark))
    if not parts:
        return
    union = parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0]
    for source, result, mark in sorted(union, key=lambda row: (abs(row[2]), str(row[0]), str(row[1]))):
        yield ("down" if mark > 0 else "up"), Edge(source, result, ways[abs(mark) - 1].words)


def _next(
    edges: Sequence[tuple[Direction, Edge]], direction: Direction, front: Sequence[UUID], seen: Seen, start: UUID | None
) -> Reached:
    """The things one step further, each with the thing through which it was reached first."""
    known, near = seen.way(direction), set(front)
    found: Reached = {}
    for way, edge in edges:
        here, there = (edge.source, edge.result) if way == "down" else (edge.result, edge.source)
        if way != direction or here not in near or there == here:
            continue
        seen.edges.add(edge)
        if there != start and there not in known:
            found.setdefault(there, (None if here == start else here, edge.words))
    return found


def _meet(here: Here, seen: Seen, front: dict[Direction, Reached], *, steps: int) -> Fronts:
    """Read the new things, keep them, and say from which of them one may go on. One query."""
    wanted = {key for way in front.values() for key in way}
    subjects = {one.pk: one for one in _known(here, list(wanted))} if wanted else {}
    further: Fronts = {"up": [], "down": []}
    for direction in BOTH:
        for key, (near, how) in front[direction].items():
            subject = subjects.get(key)
            if subject is None or _is_draft(here, subject):
                continue
            node = Node(key, steps, near, how, is_open=bool(subject.is_open))  # type: ignore[attr-defined]
            if node.is_open:
                _filled(node, subject)
                further[direction].append(key)
            seen.way(direction)[key] = node
    return further


def _is_draft(here: Here, subject: Subject) -> bool:
    """Somebody else's draft is nobody's business: not even that it is there."""
    return subject.private_to_id not in (None, here.person.actor_id)


def _known(here: Here, keys: list[UUID]) -> QuerySet[Subject]:
    """These things of the partnership, each with `is_open`: whether the person may open it, by its room's own rule."""
    kinds = sight.kinds().values()
    own = [
        Q(kind=one.code, pk__in=one.readable(here).filter(subject__in=keys).values("subject"))
        for one in kinds
        if one.readable is not None
    ]
    named = [one.code for one in kinds if one.readable is not None]
    usual = ~Q(kind__in=named) & Q(pk__in=readable_subjects(here).filter(pk__in=keys).values("pk"))
    is_open = Case(When(reduce(or_, own, usual), then=True), default=False, output_field=BooleanField())
    relations = [relation for one in kinds for relation in one.relations]
    rows = Subject.objects.filter(chain=here.partnership.chain_id, pk__in=keys).select_related(*relations)
    return rows.annotate(is_open=is_open)


def _filled(node: Node, subject: Subject) -> Node:
    kind = sight.kinds().get(subject.kind)
    node.label = kind.label if kind else subject.kind.replace("_", " ").capitalize()
    node.title, node.url = subject.title, subject.path
    row = getattr(subject, kind.relations[0], None) if kind and kind.relations else None
    if kind and kind.says and row is not None:
        node.says = kind.says(row)
    return node


def fill(here: Here, nodes: Sequence[Node]) -> None:
    """Add the files and rows behind these, and words that no relation leads to; a fixed number of queries."""
    opened = [node for node in nodes if node.is_open]
    keys = [node.key for node in opened]
    behind = sight.grounds(here, keys) if keys else {}
    told: dict[UUID, str] = {}
    for kind in sight.kinds().values():
        if kind.told is not None and any(node.label == kind.label for node in opened):
            told |= kind.told(keys)
    for node in opened:
        node.grounds = [Rest(one.label, one.title, one.url, one.says) for one in behind.get(node.key, [])]
        node.says = node.says or told.get(node.key, "")


@dataclass(frozen=True, slots=True)
class Beginning:
    """Things of one kind from which one may set out."""

    code: str
    subjects: list[Subject]


def beginnings(here: Here, codes: Sequence[str], *, most: int = 8) -> list[Beginning]:
    """The newest things of these kinds that the person may open, by their numbers; one query a kind."""
    found = []
    for code in codes:
        kind = sight.kinds()[code]
        rows = Subject.objects.filter(chain=here.partnership.chain_id, kind=code)
        if kind.readable is None:
            rows = rows.filter(pk__in=readable_subjects(here).filter(kind=code).values("pk"))
        else:
            rows = rows.filter(pk__in=kind.readable(here).values("subject"))
        found.append(Beginning(code, list(rows.order_by("-title")[:most])))
    return [one for one in found if one.subjects]
