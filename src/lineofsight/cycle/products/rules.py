"""What a product's life and route allow, read from its own framework. Pure: no clock, no database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lineofsight.engine.clocks import london_day
from lineofsight.engine.framework import Framework
from lineofsight.engine.framework.practice import Kind, Step

ROUTE_GATE, REASON_GATE, SIGN_OFF_GATE = "route-complete", "reason", "sign-off"
ADVISE, DECIDE, SIGN_OFF = "advise", "decide", "sign_off"
MOST_WORDS = 150
STUCK_AFTER_DAYS = 10
SHORT_PARTS = {"what": "What", "so_what": "So what", "what_next": "What next"}


def kind_of(framework: Framework, code: str) -> Kind:
    """The kind with this code; KeyError that names it when the framework has none."""
    kind: Kind = framework.get("kinds", code)
    return kind


def agreeing_step(framework: Framework) -> Step | None:
    """The step that waits for the whole route, or None in a framework whose products travel none."""
    return next((step for step in framework.steps if ROUTE_GATE in step.gates), None)


def route_states(framework: Framework) -> tuple[str, ...]:
    """The states in which a product travels its route: those that the agreeing step leads out of."""
    step = agreeing_step(framework)
    return step.from_states if step else ()


def settled_states(framework: Framework) -> frozenset[str]:
    """The states that only a product reaches that was agreed: the agreed one, and what follows it alone."""
    step = agreeing_step(framework)
    if step is None:
        return frozenset()
    others = {one.to_state for one in framework.steps if set(one.from_states) & {framework.states[0].code}}
    reached = {step.to_state}
    while True:
        more = {one.to_state for one in framework.steps if set(one.from_states) & reached} - others
        if more <= reached:
            return frozenset(reached)
        reached |= more


def stage_of(framework: Framework, state: str) -> str:
    """Where in its life a state stands: work, route, settled, closed or stopped."""
    settled = state in settled_states(framework)
    if framework.get("states", state).ends:
        return "closed" if settled else "stopped"
    if settled:
        return "settled"
    return "route" if state in route_states(framework) else "work"


def steps_from(framework: Framework, state: str) -> tuple[Step, ...]:
    """The steps that lead out of a state, in the framework's order."""
    return tuple(step for step in framework.steps if state in step.from_states)


def step_back(framework: Framework, state: str) -> Step | None:
    """The step from a state on the route back to the work, or None where the framework knows none."""
    order = list(framework.codes("states"))
    back = (step for step in steps_from(framework, state) if order.index(step.to_state) < order.index(state))
    return next(back, None)


def gates_of(framework: Framework, kind: Kind, step: Step) -> tuple[str, ...]:
    """The codes of the gates of a step for a kind: those of every product, then those that the kind adds."""
    extra = [one.gate for one in kind.extra_gates if one.step == step.code]
    return tuple(dict.fromkeys([*step.gates, *extra]))


def why_not_step(framework: Framework, state: str, step: Step) -> str | None:
    """The reason why a product in this state cannot take the step, or None when it can."""
    if state in step.from_states:
        return None
    name = framework.get("states", state).name
    return (
        f"This product is {name[0].lower()}{name[1:]}, so this step is not open: {step.name[0].lower()}{step.name[1:]}."
    )


def is_the_scrutineers(framework: Framework, kind: Kind) -> bool:
    """True for a kind that the scrutineer alone supplies: private until it is issued."""
    return bool(kind.tool) and framework.get("tools", kind.tool or "").fed_by == ("scrutineer",)


def is_of_one_agency(framework: Framework, kind: Kind) -> bool:
    """True for a kind that one agency supplies about itself. What agencies supply in the second line is about all of them."""
    if kind.tool is None:
        return False
    tool = framework.get("tools", kind.tool)
    return tool.fed_by == ("agencies",) and framework.get("tiers", tool.tier).line != 2


def is_logged_by_agencies(framework: Framework, kind: Kind) -> bool:
    """True for a kind that an agency's own lead may log: its audits, reviews and inspections, not its figures."""
    return is_of_one_agency(framework, kind) and framework.get("tools", kind.tool or "").section == "reviews"


@dataclass(frozen=True, slots=True)
class Place:
    """One stop of a route before anyone travels it: the group, and its part."""

    group_code: str
    part: str


def places_of(framework: Framework, kind: Kind) -> tuple[Place, ...]:
    """The stops of a kind's route, each with its part.

    Where the kind asks for it, the last group signs off by each partner. The group that decides is the one whose members
    may decide; where two on the route may, the three partners' own group leaves it to the other. The others advise.
    """
    route = framework.route_of(kind)
    deciding = _deciding(framework, route)
    return tuple(Place(code, _part(framework, kind, route, code, deciding)) for code in route)


def _part(framework: Framework, kind: Kind, route: Sequence[str], code: str, deciding: str) -> str:
    if kind.sign_off and code == route[-1] and framework.get("groups", code).by_three_partners:
        return SIGN_OFF
    return DECIDE if code == deciding else ADVISE


def _deciding(framework: Framework, route: Iterable[str]) -> str:
    may = {role.group for role in framework.roles if "decide" in role.may}
    able = [code for code in route if code in may]
    own = [code for code in able if not framework.get("groups", code).by_three_partners]
    return next(iter(own or able), "")


def counted_words(text: str) -> int:
    """How many words a text has."""
    return len(text.split())


def why_not_short(**texts: str) -> str | None:
    """The reason why the three short texts cannot be saved, or None: each has at most 150 words."""
    for name, label in SHORT_PARTS.items():
        count = counted_words(texts.get(name, ""))
        if count > MOST_WORDS:
            return f"“{label}” has {count} words. Use at most {MOST_WORDS}."
    return None


def why_not_outcome(*, part: str, outcome: str, words: str) -> str | None:
    """The reason why a group's outcome cannot be recorded, or None."""
    if part == SIGN_OFF:
        return "Here each safeguarding partner signs off separately."
    if outcome not in {"agreed", "conditions", "noted", "not_agreed"}:
        return "Choose what the group said."
    if words.strip() or outcome == "noted" or (part == DECIDE and outcome == "agreed"):
        return None
    if outcome == "conditions":
        return "Write the conditions."
    return "Write the reasons." if outcome == "not_agreed" else "Write the advice."


def why_not_signs(
    *, organisation_is_partner: bool, signer: object, preparers: Iterable[object], already: bool
) -> str | None:
    """The reason why a partner cannot sign off, or None: nobody signs what they prepared or lead, and nobody twice."""
    if not organisation_is_partner:
        return "Only the safeguarding partners sign off."
    if signer in set(preparers):
        return "Nobody signs off what they prepared or lead. Ask somebody else of this partner to sign."
    return "This partner has signed this version already." if already else None


def why_not_grade(framework: Framework, grades: dict[str, str]) -> str | None:
    """The reason why a rating's grades cannot be saved, or None. `grades` are by what they judge."""
    meta = framework.meta
    scales = {"grade": meta.rating_scale, "evidence_strength": meta.strength_scale, "coverage": meta.coverage_scale,
              "confidence": meta.confidence_scale, "direction": meta.direction_scale}  # fmt: skip
    for name, scale in scales.items():
        if grades.get(name) not in {grade.code for grade in framework.get("scales", scale).grades}:
            return f"Choose one of the grades for {framework.get('scales', scale).name.lower()}."
    return None


def days_since(moment: datetime | None, *, today: date) -> int | None:
    """Whole days from a moment to today; None without a moment."""
    return None if moment is None else max((today - london_day(moment)).days, 0)


def is_overdue(*, stage: str, due: date | None, today: date) -> bool:
    """True for a product that is not agreed yet although its day has passed."""
    return stage in {"work", "route"} and due is not None and due < today


@dataclass(frozen=True, slots=True)
class Freshness:
    """How fresh a rating is, apart from what it says. `code`: never, in_date, due or overdue."""

    code: str
    words: str


def freshness(*, rated_on: date | None, next_review_on: date | None, today: date, due_soon: int = 30) -> Freshness:
    """How fresh: never rated, in date, due within `due_soon` days, or overdue by so many days."""
    if rated_on is None or next_review_on is None:
        return Freshness("never", "Never")
    days = (next_review_on - today).days
    if days < 0:
        return Freshness("overdue", f"Overdue {days_words(-days)}")
    if days <= due_soon:
        return Freshness("due", "Due today" if days == 0 else f"Due in {days_words(days)}")
    return Freshness("in_date", "In date")


def days_words(days: int) -> str:
    """A number of days in words: 1 day, 2 days."""
    return f"{days} {'day' if days == 1 else 'days'}"


def why_not_period(start: date | None, end: date | None) -> str | None:
    """The reason why a period cannot be saved, or None."""
    if end is not None and start is None:
        return "Give the first day of the period too."
    if start is not None and end is not None and end < start:
        return "The period must end after it starts."
    return None


def why_not_rated(*, reason: str, rated_on: date, next_review_on: date, today: date) -> str | None:
    """The reason why a rating cannot be saved, or None."""
    if not reason.strip():
        return "Write the reason for the rating."
    if rated_on > today:
        return "Give a day that has come as the day of the rating."
    return None if next_review_on > rated_on else "The next review must come after the day of the rating."
