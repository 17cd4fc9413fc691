"""A framework whose parts are each right may still not make sense as a whole."""

from dataclasses import replace

import pytest

from lineofsight.engine.framework import Framework
from lineofsight.engine.framework.sense import SENSE_CHECKS
from tests.engine.framework.folders import loaded


def _remarks(framework: Framework) -> set[tuple[str, str]]:
    return {(section, key) for check in SENSE_CHECKS for section, _, key, _ in check(framework)}


def _with(section: str, position: int, **facts: object) -> Framework:
    framework = loaded("kscmp-2024")
    entries = list(getattr(framework, section))
    entries[position] = replace(entries[position], **facts)
    return replace(framework, **{section: tuple(entries)})


@pytest.mark.parametrize(
    ("section", "position", "facts", "expected"),
    [
        ("tools", 3, {"route": ("lsp", "saa")}, {("tools", "route")}),
        ("tools", 3, {"route": ("saa", "saa")}, {("tools", "route")}),
        ("tools", 3, {"route": ("business-team",)}, {("tools", "route")}),
        ("tools", 0, {"feeds": ()}, {("tools", "route")}),
        ("kinds", 1, {"tool": "peer-review"}, {("tools", "code")}),
        ("kinds", 1, {"route": ("saa",)}, {("kinds", "route")}),
        ("kinds", 18, {"route": ()}, {("kinds", "route")}),
        ("steps", 0, {"to_state": "under_way"}, {("states", "code")}),
        ("states", 6, {"ends": False}, {("states", "ends")}),
        ("states", 3, {"ends": True}, {("states", "ends")}),
        ("clocks", 0, {"length": None}, {("clocks", "length")}),
        ("clocks", 7, {"month_and_day": ()}, {("clocks", "month_and_day")}),
        ("risk_bands", 1, {"lowest": 8}, {("risk_bands", "lowest")}),
        ("measures", 0, {"target": 5.0, "target_reason": "A law"}, {("measures", "target")}),
        ("measures", 2, {"target_reason": ""}, {("measures", "target_reason")}),
        ("measures", 2, {"roll_up": "sum"}, {("measures", "roll_up")}),
        ("measures", 0, {"family": "binomial"}, {("measures", "family")}),
        ("measures", 0, {"denominator": "children"}, {("measures", "denominator")}),
    ],
)
def test_change_that_makes_no_sense_is_remarked_on(section, position, facts, expected):
    assert _remarks(_with(section, position, **facts)) == expected


def test_shipped_framework_draws_no_remark():
    assert _remarks(loaded("kscmp-2024")) == set()
    assert _remarks(loaded("harbour-2025")) == set()


def test_objective_that_nothing_serves_is_remarked_on():
    framework = loaded("kscmp-2024")
    measures = tuple(one for one in framework.measures if "recover" not in one.objectives)
    assert _remarks(replace(framework, measures=measures)) == {("objectives", "code")}
