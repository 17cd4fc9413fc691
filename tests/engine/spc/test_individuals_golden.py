"""XmR charts against what NHSRplotthedots 0.2.2 answered."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from lineofsight.engine import spc
from tests.engine.spc.golden import assert_same_lines, cases, column, numbers

IMPROVES = {"increase": "up", "decrease": "down", "neutral": "neutral"}

CAUSE_OF = {
    "Common Cause": "",
    "Above UCL": "above_limit",
    "Below LCL": "below_limit",
    "7 Point Trend (Increasing)": "trend_up",
    "7 Point Trend (Decreasing)": "trend_down",
    "2 in 3 Above CL": "two_of_three_above",
    "2 in 3 Below CL": "two_of_three_below",
    "7 Points Above CL": "shift_above",
    "7 Points Below CL": "shift_below",
}

LINES = {"mean": "mean_col", "lower": "lpl", "upper": "upl"}


@dataclass(frozen=True)
class Facet:
    """One series of a case: what goes in and what was answered."""

    values: np.ndarray
    options: dict[str, Any]
    answer: dict[str, list[Any]]
    icons: dict[str, str | None]


def facets(case: dict[str, Any]) -> list[Facet]:
    """The series of a case, one a facet, in the order of the answer."""
    points = {name: column(entries) for name, entries in case["points"].items()}
    found = []
    for facet in dict.fromkeys(points["f"]):
        rows = [row for row, own in enumerate(points["f"]) if own == facet]
        answer = {name: [entries[row] for row in rows] for name, entries in points.items()}
        found.append(Facet(numbers(answer["y"]), options_of(case, facet, answer), answer, case["icons"][facet]))
    return found


def options_of(case: dict[str, Any], facet: str, answer: dict[str, list[Any]]) -> dict[str, Any]:
    options, groups = case["options"], [int(group) for group in answer["rebase_group"]]
    by_facet = options["facet_target"]
    return {
        "improves": IMPROVES[options["improvement_direction"]],
        "target": options["target"] if by_facet is None else by_facet.get(facet),
        "rebase": [row for row in range(1, len(groups)) if groups[row] != groups[row - 1]],
        "fix_after": options["fix_after_n_points"],
        "screen": options["screen_outliers"],
    }


def answered() -> list[Facet]:
    return [facet for case in cases("ptd_cases.json") if "points" in case for facet in facets(case)]


def labels_of(answer: dict[str, list[Any]]) -> tuple[list[str], list[str]]:
    types = [kind.removeprefix("special_cause_") for kind in answer["point_type"]]
    causes = [CAUSE_OF[cause] for cause in answer["special_cause_type"]]
    return causes, ["common" if kind == "common_cause" else kind for kind in types]


def test_xmr_on_every_golden_case_as_published_gives_the_same_lines_and_labels():
    for facet in answered():
        chart = spc.xmr(facet.values, **facet.options, as_published=True)
        scale = float(np.nanmax(np.abs(facet.values)))
        for own, theirs in LINES.items():
            assert_same_lines(getattr(chart, own), numbers(facet.answer[theirs]), scale=scale, what=own)
        assert (chart.cause.tolist(), chart.point_type.tolist()) == labels_of(facet.answer)
        assert chart.trial.tolist() == facet.answer["short_group_warning"]


def test_xmr_on_every_golden_case_by_default_gives_the_same_labels_icons_and_trial_limits():
    for facet in answered():
        chart = spc.xmr(facet.values, **facet.options)
        assert (chart.cause.tolist(), chart.point_type.tolist()) == labels_of(facet.answer)
        assert chart.trial.tolist() == facet.answer["short_group_warning"]
        no_target = facet.options["target"] is None
        variation = facet.icons["variation"].replace("common_cause", "common")
        assert (chart.variation, chart.assurance) == (variation, None if no_target else facet.icons["assurance"])


def test_xmr_on_golden_cases_that_move_gives_the_same_lines_without_the_switch():
    moving = [facet for facet in answered() if len(set(facet.values[~np.isnan(facet.values)])) > 1]
    assert moving
    for facet in moving:
        chart = spc.xmr(facet.values, **facet.options)
        scale = float(np.nanmax(np.abs(facet.values)))
        for own, theirs in LINES.items():
            assert_same_lines(getattr(chart, own), numbers(facet.answer[theirs]), scale=scale, what=own)


def test_xmr_where_the_published_program_stops_says_why():
    stopped = [case for case in cases("ptd_cases.json") if case.get("error")]
    assert stopped
    for case in stopped:
        values = numbers(case["input"]["y"])
        if np.isnan(values).all():
            with pytest.raises(spc.SpcError, match="there is no figure"):
                spc.xmr(values, improves="up")
        else:
            assert spc.xmr(values, improves="up").cause[np.isnan(values)].tolist() == [""] * np.isnan(values).sum()


def test_xmr_many_on_golden_cases_of_one_length_each_with_its_options_equals_the_published_labels():
    same = [facet for facet in answered() if len(facet.values) == 36]
    options = {name: [facet.options[name] for facet in same] for name in same[0].options}
    many = spc.xmr_many(np.array([facet.values for facet in same]), **options)
    assert many.cause.tolist() == [labels_of(facet.answer)[0] for facet in same]
    assert many.point_type.tolist() == [labels_of(facet.answer)[1] for facet in same]
