"""Checks that a framework makes sense as a whole. Each yields section, position, key and message."""

from collections.abc import Iterator

from lineofsight.engine.framework.framework import Framework

Remark = tuple[str, int | None, str, str]


def routes_go_up(framework: Framework) -> Iterator[Remark]:
    """A route stops only at groups with a rank, lowest first."""
    ranks = {group.code: group.route_rank for group in framework.groups}
    for section in ("tools", "kinds"):
        for position, entry in enumerate(getattr(framework, section)):
            stops = [ranks.get(code, 0) for code in entry.route]
            if 0 in stops:
                yield section, position, "route", "a group of this route has no route_rank: it is not a stop"
            elif stops != sorted(set(stops)):
                yield (
                    section,
                    position,
                    "route",
                    "the groups of a route stand in the order of their route_rank, once each",
                )


def tools_lead_somewhere(framework: Framework) -> Iterator[Remark]:
    """Each tool has a route or feeds another tool, and has a kind of product."""
    kinds = {kind.tool for kind in framework.kinds}
    for position, tool in enumerate(framework.tools):
        if not tool.route and not tool.feeds:
            yield "tools", position, "route", "give the groups that see it, or the tool that it feeds"
        if tool.code not in kinds:
            yield "tools", position, "code", f"no entry of kinds has tool “{tool.code}”"


def kinds_have_one_route(framework: Framework) -> Iterator[Remark]:
    """A kind takes its tool's route or gives its own, not both and not neither."""
    for position, kind in enumerate(framework.kinds):
        if (kind.tool is None) == (not kind.route):
            yield "kinds", position, "route", "give either a tool or a route, not both"


def states_are_reached(framework: Framework) -> Iterator[Remark]:
    """Every state but the first is reached by a step; a state that ends has no step out of it, any other has."""
    reached = {step.to_state for step in framework.steps}
    left = {state for step in framework.steps for state in step.from_states}
    for position, state in enumerate(framework.states):
        if position and state.code not in reached:
            yield "states", position, "code", f"no step leads to “{state.code}”"
        if state.ends == (state.code in left):
            yield "states", position, "ends", "a state ends exactly when no step leads out of it"


def objectives_are_served(framework: Framework) -> Iterator[Remark]:
    """No objective is empty: each has an indicator, and a measure where there are measures."""
    for section in ("indicators", "measures"):
        entries = getattr(framework, section)
        served = {code for entry in entries for code in entry.objectives}
        for position, objective in enumerate(framework.objectives):
            if entries and objective.code not in served:
                yield "objectives", position, "code", f"no entry of {section} serves “{objective.code}”"


def clocks_are_whole(framework: Framework) -> Iterator[Remark]:
    """A clock has a length exactly when its unit is one of time, and a month and day exactly when it is a date."""
    for position, clock in enumerate(framework.clocks):
        if (clock.length is None) != (clock.unit in {"date_in_year", "none"}):
            yield "clocks", position, "length", "give a length, or unit “date_in_year” or “none” without one"
        if (len(clock.month_and_day) == 2) != (clock.unit == "date_in_year"):
            yield "clocks", position, "month_and_day", "give [month, day] with unit “date_in_year”, and only then"
        if clock.effective_to and clock.effective_to < clock.effective_from:
            yield "clocks", position, "effective_to", "is before effective_from"


def bands_join(framework: Framework) -> Iterator[Remark]:
    """Risk bands follow each other without a hole or an overlap."""
    expected = 1
    for position, band in enumerate(framework.risk_bands):
        if band.lowest != expected or band.highest < band.lowest:
            yield "risk_bands", position, "lowest", f"the band should begin at {expected}"
        expected = band.highest + 1


def measures_are_whole(framework: Framework) -> Iterator[Remark]:
    """A share has a denominator; a neutral measure has no target; counts are added up, shares are worked out again."""
    for position, measure in enumerate(framework.measures):
        if (measure.unit == "count") == bool(measure.denominator):
            yield "measures", position, "denominator", "a count has none; every other unit needs one"
        if measure.direction == "neutral" and measure.target is not None:
            yield "measures", position, "target", "a measure with no good direction cannot have a target"
        if measure.target is not None and not measure.target_reason:
            yield "measures", position, "target_reason", "say which law, standard or agreement sets the target"
        if measure.roll_up == "sum" and (measure.unit != "count" or measure.taken != "flow"):
            yield "measures", position, "roll_up", "only a count of what happened in a period can be added up"
        if measure.family == "binomial" and measure.unit != "percent":
            yield "measures", position, "family", "binomial is for percentages of things counted"


SENSE_CHECKS = (
    routes_go_up,
    tools_lead_somewhere,
    kinds_have_one_route,
    states_are_reached,
    objectives_are_served,
    clocks_are_whole,
    bands_join,
    measures_are_whole,
)
