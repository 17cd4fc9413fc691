"""Control charts against what qicharts2 0.8.1 answered."""

from typing import Any

import numpy as np
import pytest

from lineofsight.engine import spc
from tests.engine.spc.golden import assert_same_lines, cases, column, numbers

FIGURES = {
    "y": "y",
    "centre": "cl",
    "lower": "lcl",
    "upper": "ucl",
    "lower95": "lcl95",
    "upper95": "ucl95",
    "longest_run": "longest_run",
    "longest_run_max": "longest_run_max",
    "crossings": "n_crossings",
    "crossings_min": "n_crossings_min",
}

GATHER = {"median": np.median, "mean": np.mean, "sum": np.sum}


def inputs(case: dict[str, Any]) -> tuple[np.ndarray, np.ndarray | None]:
    """The figures and denominators of a case, rows of one subgroup gathered as the chart wants them."""
    x, y = column(case["input"]["x"]), numbers(case["input"]["y"])
    n = None if case["input"]["n"] is None else numbers(case["input"]["n"])
    rows = [[place for place, own in enumerate(x) if own == subgroup] for subgroup in dict.fromkeys(x)]
    if case["chart"] in ("xbar", "s"):
        widest = max(map(len, rows))
        return np.array([[*y[own], *[np.nan] * (widest - len(own))] for own in rows]), None
    if len(rows) == len(y):
        return y, n
    gather = np.sum if n is not None else GATHER[settings(case).get("agg.fun", "mean")]
    return np.array([gather(y[own]) for own in rows]), None if n is None else np.array([n[own].sum() for own in rows])


def settings(case: dict[str, Any]) -> dict[str, Any]:
    return case["args"] if isinstance(case["args"], dict) else {}


def options_of(case: dict[str, Any]) -> dict[str, Any]:
    given = {name: column(value) for name, value in settings(case).items()}
    return {
        "freeze": given.get("freeze", [None])[0],
        "parts": given.get("part", []),
        "exclude": [place - 1 for place in given.get("exclude", [])],
        "centre": given.get("cl"),
        "multiply": given.get("multiply", [1])[0],
        "below_zero": given.get("y.neg", [True])[0],
        "screen": case["screenedmr"],
    }


def test_chart_on_every_golden_case_gives_the_same_lines_and_signals():
    answered = [case for case in cases("qic_cases.json") if case.get("points")]
    assert answered
    for case in answered:
        y, n = inputs(case)
        chart = spc.chart(case["chart"], y, n, **options_of(case))
        scale = max(float(np.nanmax(np.abs(numbers(case["points"]["y"])))), 1e-300)
        for own, theirs in FIGURES.items():
            expected = numbers(case["points"][theirs])
            assert_same_lines(getattr(chart, own), expected, scale=scale, what=f"{case['id']} {own}")
        assert chart.sigma_signal.tolist() == column(case["points"]["sigma_signal"]), case["id"]
        assert chart.runs_signal.tolist() == column(case["points"]["runs_signal"]), case["id"]


def test_chart_where_the_published_program_stops_names_the_place():
    (stopped,) = [case for case in cases("qic_cases.json") if case["id"] == "t_zero_error"]
    y, n = inputs(stopped)
    with pytest.raises(spc.SpcError, match=r"period 1 is 0\.0; a time between events must be more than zero"):
        spc.chart(stopped["chart"], y, n)
