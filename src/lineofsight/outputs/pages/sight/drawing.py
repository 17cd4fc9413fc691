"""The line of sight as a picture: where it came from above, what came of it below. The outline says the same in words."""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from lineofsight.engine.charts.text import FONTS, escape, shortened, words_at, wrapped
from lineofsight.outputs.pages.sight.rules import Edge, Node

ACROSS: Final = 5
BOX, TALL, BESIDE, BELOW = 168, 66, 12, 44
LINE, INK, HERE = "#505a5f", "#0b0c0c", "#0b5a60"

Place = tuple[float, float]


def drawn(start: Node, up: Iterable[Node], down: Iterable[Node], edges: Iterable[Edge]) -> str:
    """The picture as an inline SVG without script or style; empty where there is nothing but the thing itself."""
    levels = _levels(start, up, down)
    if len(levels) == 1:
        return ""
    width = _across(min(max(len(nodes) for nodes in levels), ACROSS)) + 8
    places: dict[UUID, Place] = {}
    boxes: list[str] = []
    for row, nodes in enumerate(levels):
        y = 4 + row * (TALL + BELOW)
        shown = nodes[:ACROSS] if len(nodes) <= ACROSS else nodes[: ACROSS - 1]
        drawn_boxes = len(shown) + (len(nodes) > len(shown))
        left = (width - _across(drawn_boxes)) / 2
        for number, node in enumerate(shown):
            x = left + number * (BOX + BESIDE)
            places[node.key] = (x + BOX / 2, y)
            boxes.append(_box(x, y, node, is_start=node is start))
        if drawn_boxes > len(shown):
            boxes.append(_more(left + len(shown) * (BOX + BESIDE), y, len(nodes) - len(shown)))
    height = 8 + len(levels) * TALL + (len(levels) - 1) * BELOW
    name = f"The line of sight of {start.title}: {len(levels)} levels. The lists above say the same in words."
    head = f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(name)}" width="{width}" height="{height}"'
    return f'{head} viewBox="0 0 {width} {height}" font-family="{FONTS}">{_lines(edges, places)}{"".join(boxes)}</svg>'


def _across(boxes: int) -> int:
    """How wide so many boxes are beside each other."""
    return boxes * BOX + (boxes - 1) * BESIDE


def _levels(start: Node, up: Iterable[Node], down: Iterable[Node]) -> list[list[Node]]:
    """The things row by row, the furthest source first."""
    found: dict[int, list[Node]] = {0: [start]}
    for sign, nodes in ((-1, up), (1, down)):
        for node in nodes:
            if node.is_open:
                found.setdefault(sign * node.steps, []).append(node)
    return [sorted(found[level], key=lambda one: (one.label, one.title)) for level in sorted(found)]


def _lines(edges: Iterable[Edge], places: dict[UUID, Place]) -> str:
    found = []
    for edge in sorted(edges, key=lambda one: (str(one.source), str(one.result))):
        if edge.source in places and edge.result in places:
            (x1, y1), (x2, y2) = places[edge.source], places[edge.result]
            if y2 > y1:
                ends = f'x1="{x1:.0f}" y1="{y1 + TALL:.0f}" x2="{x2:.0f}" y2="{y2:.0f}"'
                found.append(f'<line {ends} stroke="{LINE}" stroke-width="1.5"/>')
    return "".join(dict.fromkeys(found))


def _box(x: float, y: float, node: Node, *, is_start: bool) -> str:
    edge, width = (HERE, 3) if is_start else (LINE, 1)
    place = f'x="{x:.0f}" y="{y:.0f}" width="{BOX}" height="{TALL}"'
    parts = [f'<rect {place} fill="#ffffff" stroke="{edge}" stroke-width="{width}"/>']
    label = shortened(node.label, width=BOX - 16, size=12)
    parts.append(words_at(x + 8, y + 18, label, size=12, fill=HERE, bold=True))
    for number, line in enumerate(_two(node.title)):
        parts.append(words_at(x + 8, y + 36 + number * 17, line, size=13, fill=INK))
    return "".join(parts)


def _two(title: str) -> Sequence[str]:
    """The title in two lines at most."""
    lines = wrapped(title, width=BOX - 16, size=13)
    if len(lines) <= 2:
        return [shortened(line, width=BOX - 16, size=13) for line in lines]
    return [shortened(lines[0], width=BOX - 16, size=13), shortened(f"{lines[1]} {lines[2]}", width=BOX - 16, size=13)]


def _more(x: float, y: float, count: int) -> str:
    place = f'x="{x:.0f}" y="{y:.0f}" width="{BOX}" height="{TALL}"'
    box = f'<rect {place} fill="#f3f6f7" stroke="{LINE}" stroke-width="1" stroke-dasharray="4 3"/>'
    return box + words_at(x + 8, y + 38, f"{count} more, in the lists", size=13, fill=INK)
