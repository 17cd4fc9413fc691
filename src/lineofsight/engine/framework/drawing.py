"""The life cycle of a framework as a page and as a picture, both drawn from its own tables."""

from collections.abc import Iterable, Iterator
from html import escape

from lineofsight.engine.framework.framework import Framework
from lineofsight.engine.framework.practice import State, Step

BOX, GAP, HIGH, LEFT, TOP = 104, 66, 46, 20, 110
SHORT = 10
"""A label of fewer letters stands in one line."""
INK, LINE, BACK = "#14262b", "#0b5a60", "#6c7f84"


def states_page(framework: Framework, *, picture: str = "") -> str:
    """The Markdown page: states, steps with their gates, what each kind adds, and the routes. `picture`: its address."""
    return "\n".join(_page(framework, picture)) + "\n"


def _page(framework: Framework, picture: str) -> Iterator[str]:
    yield "# The life of a product"
    yield ""
    name = framework.meta.short_name
    yield f"Drawn from the framework “{name}” ({framework.code}) by `lineofsight framework draw {framework.code}`."
    yield "Nothing here is built in: another framework has its own states, steps, gates and routes. A product keeps"
    yield "those that it began under."
    if picture:
        yield from ("", f"![The states of a product and the steps between them]({picture})")
    yield from ("", "## States", "| state | means |", "|---|---|")
    yield from (
        f"| {state.name} | {state.meaning}{' It ends here.' if state.ends else ''} |" for state in framework.states
    )
    yield from ("", "## Steps", "| step | from | to | what every product needs first |", "|---|---|---|---|")
    yield from (_step_row(framework, step) for step in framework.steps)
    yield from ("", "## What each kind adds", "| kind | before this step | it also needs |", "|---|---|---|")
    yield from _kind_rows(framework)
    yield from (
        "",
        "## Routes",
        "Between the draft and the agreement a product goes to these groups, in this order.",
        "",
    )
    yield from ("| kind | tool | route |", "|---|---|---|")
    yield from _route_rows(framework)


def _step_row(framework: Framework, step: Step) -> str:
    states = _names(framework, "states", step.from_states)
    gates = "; ".join(_names(framework, "gates", step.gates)) or "–"
    return f"| {step.name} | {', '.join(states)} | {framework.get('states', step.to_state).name} | {gates} |"


def _kind_rows(framework: Framework) -> Iterator[str]:
    for kind in framework.kinds:
        for step in framework.steps:
            gates = [gate.gate for gate in kind.extra_gates if gate.step == step.code]
            if gates:
                yield f"| {kind.name} | {step.name} | {'; '.join(_names(framework, 'gates', gates))} |"


def _route_rows(framework: Framework) -> Iterator[str]:
    for kind in framework.kinds:
        tool = framework.get("tools", kind.tool) if kind.tool else None
        groups = [framework.get("groups", code).short_name for code in framework.route_of(kind)]
        feeds = _names(framework, "tools", tool.feeds) if tool and not groups else []
        route = " → ".join(groups) or f"goes into: {', '.join(feeds)}"
        signed = ", each safeguarding partner signs" if kind.sign_off else ""
        yield f"| {kind.name} | {tool.name if tool else '–'} | {route}{signed} |"


def _names(framework: Framework, section: str, codes: Iterable[str]) -> list[str]:
    return [framework.get(section, code).name for code in codes]


def states_picture(framework: Framework) -> str:
    """The picture as SVG: the states in a row, steps forward along it, steps back above, and the ends that stop below."""
    row = [state for state in framework.states if not _stops(framework, state)]
    below = [state for state in framework.states if _stops(framework, state)]
    width = LEFT * 2 + len(row) * BOX + (len(row) - 1) * GAP
    height = TOP + HIGH + (110 if below else 30)
    parts = [_head(framework, width, height)]
    parts += [_box(state, _left(index), TOP) for index, state in enumerate(row)]
    middle = (width - BOX) // 2
    parts += [_box(state, middle + index * (BOX + GAP), TOP + HIGH + 50) for index, state in enumerate(below)]
    order = [state.code for state in row]
    for step in framework.steps:
        parts += list(_arrows(step, order))
    if below:
        parts.append(_stopping(framework, below[0], width))
    return "".join(parts) + "</svg>\n"


def _stops(framework: Framework, state: State) -> bool:
    """True for an end that can be reached from the first state at once: nothing that was begun gets there by being finished."""
    first = framework.states[0].code
    return state.ends and any(step.to_state == state.code and first in step.from_states for step in framework.steps)


def _head(framework: Framework, width: int, height: int) -> str:
    names = ", ".join(state.name.lower() for state in framework.states)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="States of a product: {escape(names)}" font-family="Arial, sans-serif" font-size="14">'
        f'<defs><marker id="end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
        f'orient="auto-start-reverse">'
        f'<path d="M0 0 8 4 0 8z" fill="{LINE}"/></marker></defs>'
        f'<rect width="{width}" height="{height}" fill="#fff"/>'
    )


def _left(index: int) -> int:
    return LEFT + index * (BOX + GAP)


def _box(state: State, x: int, y: int) -> str:
    weight = ' stroke-width="3"' if state.ends else ""
    return (
        f'<rect x="{x}" y="{y}" width="{BOX}" height="{HIGH}" rx="6" fill="#f3f6f7" stroke="{LINE}"{weight}/>'
        f'<text x="{x + BOX // 2}" y="{y + HIGH // 2 + 5}" text-anchor="middle" fill="{INK}" '
        f'font-weight="bold">{escape(state.name)}</text>'
    )


def _arrows(step: Step, order: list[str]) -> Iterator[str]:
    if step.to_state not in order:
        return
    to = order.index(step.to_state)
    for state in step.from_states:
        start = order.index(state)
        yield _straight(step, start) if to == start + 1 else _arc(step, start, to)


def _straight(step: Step, start: int) -> str:
    x, y = _left(start) + BOX, TOP + HIGH // 2
    return (
        f'<path d="M{x + 4} {y}H{x + GAP - 5}" stroke="{LINE}" stroke-width="2" marker-end="url(#end)"/>'
        f"{_words(step.name, x + GAP // 2, y - 34)}"
    )


def _arc(step: Step, start: int, to: int) -> str:
    first, last = _left(start) + BOX // 2, _left(to) + BOX // 2
    lift = TOP - 62
    return (
        f'<path d="M{first} {TOP - 3}C{first} {lift} {last} {lift} {last} {TOP - 4}" fill="none" stroke="{BACK}" '
        f'stroke-width="2" stroke-dasharray="5 4" marker-end="url(#end)"/>'
        f"{_words(step.name, (first + last) // 2, lift - 12)}"
    )


def _words(text: str, x: int, y: int) -> str:
    """A label that ends above y + 30; a long one stands in two lines."""
    words = text.split()
    half = len(words) if len(text) < SHORT else (len(words) + 1) // 2
    lines = [line for line in (" ".join(words[:half]), " ".join(words[half:])) if line]
    first = y + 24 - 14 * (len(lines) - 1)
    return "".join(
        f'<text x="{x}" y="{first + 14 * index}" text-anchor="middle" font-size="12" fill="{INK}">{escape(line)}</text>'
        for index, line in enumerate(lines)
    )


def _stopping(framework: Framework, state: State, width: int) -> str:
    """One line below the row, from every state that can be stopped to the end that stops it."""
    step = next(step for step in framework.steps if step.to_state == state.code)
    y = TOP + HIGH + 22
    order = [one.code for one in framework.states if not _stops(framework, one)]
    starts = [_left(order.index(code)) + BOX // 2 for code in step.from_states]
    down = "".join(f"M{x} {TOP + HIGH + 3}V{y}" for x in starts)
    middle = width // 2
    return (
        f'<path d="{down}M{min(starts)} {y}H{max(starts)}" fill="none" stroke="{BACK}" stroke-width="2" stroke-dasharray="5 4"/>'
        f'<path d="M{middle} {y}V{TOP + HIGH + 45}" stroke="{BACK}" stroke-width="2" marker-end="url(#end)"/>'
        f'<text x="{middle + 10}" y="{y + 17}" font-size="12" fill="{INK}">{escape(step.name)}</text>'
    )
