"""Everything that happened to a product, newest first, in words."""

from collections.abc import Iterator
from typing import Any

from lineofsight.cycle.products.models import GateRecord, Move, Product, Rating, SignOff, Stop
from lineofsight.engine.framework import Framework
from lineofsight.outputs.assurance import rules

FIRST_STEP = "plan"


def entries(
    framework: Framework,
    *,
    moves: list[Move],
    stops: list[Stop],
    ratings: list[Rating],
    gates: list[GateRecord],
    sign_offs: list[SignOff],
) -> list[dict[str, Any]]:
    """Entries of a timeline, from rows that are at hand."""
    found = [
        *_moves(framework, moves),
        *_stops(framework, stops),
        *_ratings(framework, ratings),
        *_gates(framework, gates),
        *_sign_offs(sign_offs),
    ]
    return sorted(found, key=lambda entry: entry["at"], reverse=True)


def by(actor_name: str, role: str) -> str:
    """Who, and in which role."""
    return f"{actor_name}, {role}" if role and role != actor_name else actor_name


def _moves(framework: Framework, moves: list[Move]) -> Iterator[dict[str, Any]]:
    for move in moves:
        state = framework.get("states", move.to_state).name
        step = "Put on the plan" if move.step == FIRST_STEP else framework.get("steps", move.step).name
        title = step if move.step == FIRST_STEP else f"{step}: {state[0].lower()}{state[1:]}"
        yield {"title": title, "by": by(move.actor.name, move.role), "at": move.at, "text": move.reason}


def _stops(framework: Framework, stops: list[Stop]) -> Iterator[dict[str, Any]]:
    for stop in stops:
        name = framework.get("groups", stop.group_code).short_name
        for view in stop.views.all():
            title = f"View before {name} meets: {view.get_view_display().lower()}"
            yield {"title": title, "by": by(view.actor.name, view.role), "at": view.at, "text": view.words}
        if stop.done_at and stop.part != Stop.Part.SIGN_OFF and stop.state == Stop.State.DONE:
            title = f"{name}: {rules.OUTCOMES.get(stop.outcome, stop.outcome)}"
            who = by(stop.done_by.name if stop.done_by else "", stop.done_role)
            yield {"title": title, "by": who, "at": stop.done_at, "text": stop.words}


def _ratings(framework: Framework, ratings: list[Rating]) -> Iterator[dict[str, Any]]:
    for rating in ratings:
        title = f"Rated {rules.grade(framework, rating.grade).text}"
        yield {"title": title, "by": by(rating.actor.name, rating.role), "at": rating.at, "text": rating.reason}


def _gates(framework: Framework, gates: list[GateRecord]) -> Iterator[dict[str, Any]]:
    for gate in gates:
        name = framework.get("gates", gate.gate).name
        title = f"Went on without: {name[0].lower()}{name[1:]}" if gate.is_waiver else name
        title = f"{title} (taken back since)" if gate.withdrawn_at else title
        yield {"title": title, "by": by(gate.actor.name, gate.role), "at": gate.at, "text": gate.note}


def _sign_offs(sign_offs: list[SignOff]) -> Iterator[dict[str, Any]]:
    for row in sign_offs:
        title = f"{row.organisation.name} signed off, {row.get_way_display()[0].lower()}{row.get_way_display()[1:]}"
        yield {"title": title, "by": by(row.signed_by.name, row.role), "at": row.signed_at, "text": row.proof_words}
        if row.voided_at:
            said = f"The sign-off of {row.organisation.name} does not stand any more"
            yield {"title": said, "by": "", "at": row.voided_at, "text": row.voided_because}


def states(framework: Framework, product: Product) -> list[dict[str, str]]:
    """Every state of the life cycle in order, with where the product is; states that stop it are left out."""
    codes = [state.code for state in framework.states if not state.ends or state.code == product.state]
    return [{"label": framework.get("states", code).name, "code": code} for code in codes]
