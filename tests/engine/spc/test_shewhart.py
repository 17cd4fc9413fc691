"""Control charts by hand, at the edges, and what must hold for any figures."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineofsight.engine import spc

NAN = np.nan


def rounded(*lines: np.ndarray) -> list[list[float]]:
    return [line.round(6).tolist() for line in lines]


def test_chart_p_by_hand_clips_at_nothing_and_at_all():
    chart = spc.chart("p", [9, 10, 8], [10, 10, 10])
    spread = np.sqrt(0.9 * 0.1 / 10)
    assert rounded(chart.centre, chart.lower, chart.upper, chart.upper95) == [
        [0.9] * 3,
        [round(0.9 - 3 * spread, 6)] * 3,
        [1.0] * 3,
        [1.0] * 3,
    ]


def test_chart_c_by_hand_is_the_mean_and_three_roots_of_it():
    chart = spc.chart("c", [4, 2, 6, 20])
    assert rounded(chart.centre, chart.lower, chart.upper) == [[8.0] * 4, [0.0] * 4, [round(8 + 3 * 8**0.5, 6)] * 4]
    assert chart.sigma_signal.tolist() == [False, False, False, True]


def test_chart_u_multiplied_is_per_thousand_and_keeps_its_signals():
    plain, thousand = (spc.chart("u", [4, 9, 40], [900, 1000, 1100], multiply=m) for m in (1, 1000))
    np.testing.assert_allclose(thousand.upper, plain.upper * 1000, rtol=1e-15)
    assert thousand.sigma_signal.tolist() == plain.sigma_signal.tolist() == [False, False, True]


def test_chart_i_frozen_excluded_and_in_parts_sets_its_lines_from_what_is_left():
    values = [10, 12, 10, 12, 90, 10, 30, 32, 30]
    assert spc.chart("i", values, freeze=4).centre.tolist() == [11.0] * 9
    assert spc.chart("i", values, exclude=[4, 6, 7, 8]).centre.tolist() == [54 / 5] * 9
    parts = spc.chart("i", values, parts=[6], exclude=[4], freeze=2)
    assert parts.centre.tolist() == [54 / 5] * 6 + [92 / 3] * 3


def test_chart_i_unscreened_keeps_the_large_moving_range():
    values = [10, 11] * 8 + [30]
    screened, plain = spc.chart("i", values), spc.chart("i", values, screen=False)
    np.testing.assert_allclose((screened.upper - screened.centre)[0], 3 / 1.128, rtol=1e-12)
    np.testing.assert_allclose((plain.upper - plain.centre)[0], 3 * (34 / 16) / 1.128, rtol=1e-12)


def test_chart_with_a_denominator_of_zero_treats_the_point_as_missing():
    gap = spc.chart("p", [3, 2, 4, 5], [10, 0, 12, 11])
    assert np.isnan([gap.y[1], gap.lower[1], gap.upper[1]]).all()
    assert gap.centre.tolist() == [12 / 33] * 4
    without = spc.chart("p", [3, 4, 5], [10, 12, 11])
    assert gap.upper[[0, 2, 3]].tolist() == without.upper.tolist()


def test_chart_mr_starts_each_part_without_a_range_and_never_signals_a_run():
    chart = spc.chart("mr", [1.0] * 20 + [5.0, 6.0], parts=[20])
    assert np.flatnonzero(np.isnan(chart.y)).tolist() == [0, 20]
    assert not chart.runs_signal.any()


def test_chart_g_draws_the_median_and_sets_limits_about_the_mean():
    chart = spc.chart("g", [0, 1, 2, 9])
    assert (chart.centre[0], chart.lower[0]) == (1.5, 0.0)
    np.testing.assert_allclose(chart.upper, 3 + 3 * np.sqrt(12), rtol=1e-12)


def test_chart_t_with_a_given_centre_draws_it_where_it_was_given():
    np.testing.assert_allclose(spc.chart("t", [5, 9, 14, 7], centre=8).centre, 8.0, rtol=1e-12)


def test_chart_t_lower_lines_below_zero_are_zero_and_not_drawn_as_published():
    chart = spc.chart("t", [0.01, 900, 0.01, 900, 0.01])
    assert (chart.lower.tolist(), np.isnan(chart.lower95).all()) == ([0.0] * 5, True)


def test_chart_xbar_and_s_by_hand_with_subgroups_of_two():
    means = spc.chart("xbar", [[1, 3], [2, 4], [3, 5]])
    c4 = np.sqrt(2 / np.pi)
    np.testing.assert_allclose(means.upper, 3 + 3 * np.sqrt(2) / (c4 * np.sqrt(2)), rtol=1e-12)
    spread = spc.chart("s", [[1, 3], [2, 4], [3, 5]])
    np.testing.assert_allclose(spread.centre, np.sqrt(2), rtol=1e-12)
    np.testing.assert_allclose(spread.upper, np.sqrt(2) * (1 + 3 * np.sqrt(1 - c4**2) / c4), rtol=1e-12)
    assert spread.lower.tolist() == [0.0] * 3


def test_chart_xbar_with_an_empty_subgroup_pools_only_those_that_have_a_spread():
    full = spc.chart("xbar", [[1, 3, NAN], [2, 4, 6], [3, 5, 9]])
    gap = spc.chart("xbar", [[1, 3, NAN], [NAN] * 3, [2, 4, 6], [3, 5, 9]])
    assert gap.upper[[0, 2, 3]].tolist() == full.upper.tolist()


def test_chart_run_has_a_median_and_no_limits():
    chart = spc.chart("run", [3, 1, 2, NAN])
    assert chart.centre.tolist() == [2.0] * 4
    assert np.isnan([chart.lower, chart.upper, chart.lower95, chart.upper95]).all()
    assert not chart.sigma_signal.any()


def test_chart_without_lines_below_zero_cuts_them_when_no_point_is():
    values = [1, 9, 2, 8]
    assert (spc.chart("i", values).lower < 0).all()
    assert spc.chart("i", values, below_zero=False).lower.tolist() == [0.0] * 4
    assert (spc.chart("i", [*values, -1], below_zero=False).lower < 0).all()


def test_chart_of_one_point_has_a_centre_and_no_limits():
    chart = spc.chart("i", [3])
    assert (chart.centre.tolist(), np.isnan(chart.upper).all()) == ([3.0], True)


@pytest.mark.parametrize(
    ("kind", "y", "n", "options", "reason"),
    [
        ("z", [1], None, {}, "kind: 'z' is none of run, i"),
        ("p", [1, 2], None, {}, "n: a p chart needs a denominator"),
        ("p", [1, 2], [3], {}, "n: 1 denominators for 2 points"),
        ("p", [1, 5], [3, 4], {}, "y: period 1 has 5.0 out of 4.0, more than all"),
        ("p", [1, -1], [3, 4], {}, "y: period 1 is -1.0, which is below zero"),
        ("u", [1, 1], [3, -4], {}, "n: period 1 is -4.0, which is below zero"),
        ("u", [1, 1], [3, "f"], {}, "n: period 1 is 'f', which is not a number"),
        ("i", [1, np.inf], None, {}, "y: period 1 is inf"),
        ("i", [], None, {}, "y: there is no figure"),
        ("u", [NAN, 1], [2, 0], {}, "y: there is no figure"),
        ("i", [[1, 2]], None, {}, "y: an array of 2 dimensions"),
        ("xbar", [1, 2], None, {}, "y: an array of 1 dimensions where subgroup by member"),
        ("xbar", [[1, 2]], [2], {}, "n: a xbar chart counts the members"),
        ("t", [1, 0], None, {}, "y: period 1 is 0.0; a time between events"),
        ("i", [1, 2], None, {"freeze": 0}, "freeze: 0"),
        ("i", [1, 2], None, {"parts": [2]}, "parts: 2 is outside"),
        ("i", [1, 2], None, {"exclude": [-1]}, "exclude: -1 is outside"),
        ("i", [1, 2], None, {"centre": "5"}, "centre"),
        ("c", [1, 2], None, {"centre": -5}, "centre: period 0 is -5.0, which is below zero"),
        ("p", [1, 2], [2, 2], {"centre": 2}, "centre: 2.0 is more than all"),
        ("i", [1, 2], None, {"multiply": 0}, "multiply: 0 is not a number above zero"),
        ("i", [1, 2], None, {"screen": "no"}, "screen: 'no' is neither"),
    ],
)
def test_chart_given_what_no_chart_can_be_drawn_from_names_the_place(kind, y, n, options, reason):
    with pytest.raises(spc.SpcError, match=reason):
        spc.chart(kind, y, n, **options)


LINES = ("y", "centre", "lower", "upper", "lower95", "upper95")
figures = st.lists(st.integers(-60, 60), min_size=2, max_size=30)


@settings(max_examples=25, deadline=None)
@given(figures, st.sampled_from(["run", "i"]), st.integers(-20, 20))
def test_chart_scaled_by_a_power_of_two_scales_its_lines_exactly(values, kind, power):
    before, after = spc.chart(kind, values), spc.chart(kind, np.ldexp(values, power))
    for line in LINES:
        np.testing.assert_array_equal(getattr(after, line), np.ldexp(getattr(before, line), power))
    assert after.runs_signal.tolist() == before.runs_signal.tolist()


@settings(max_examples=25, deadline=None)
@given(figures, st.sampled_from(["run", "i"]))
def test_chart_mirrored_mirrors_its_lines_and_keeps_its_signals(values, kind):
    before, after = spc.chart(kind, values), spc.chart(kind, [-value for value in values])
    np.testing.assert_array_equal(after.centre, -before.centre)
    np.testing.assert_array_equal(after.upper, -before.lower)
    np.testing.assert_array_equal(after.sigma_signal, before.sigma_signal)
    np.testing.assert_array_equal(after.longest_run, before.longest_run)


counted = st.lists(st.tuples(st.integers(0, 9), st.integers(9, 40)), min_size=2, max_size=30)


@settings(max_examples=25, deadline=None)
@given(counted)
def test_chart_p_of_those_without_is_the_mirror_of_those_with(rows):
    events, of = np.array(rows).T
    having, lacking = spc.chart("p", events, of), spc.chart("p", of - events, of)
    np.testing.assert_allclose(lacking.centre, 1 - having.centre, atol=1e-12)
    np.testing.assert_allclose(lacking.upper, 1 - having.lower, atol=1e-12)


@pytest.mark.parametrize("kind", ["run", "i", "mr", "ip", "c", "u", "up", "p", "pp", "g", "t"])
def test_chart_with_every_point_left_out_has_points_and_no_lines(kind):
    y, n = [3.0, 5, 4, 6], None if kind in ("run", "i", "mr", "c", "g", "t") else [50.0] * 4
    drawn = spc.chart(kind, y, n, exclude=range(4))
    assert np.isnan(drawn.centre).all()
    assert np.isnan(drawn.upper).all()
    assert not drawn.sigma_signal.any()


def test_subgroup_chart_with_every_point_left_out_has_no_lines():
    drawn = spc.chart("xbar", np.arange(12.0).reshape(4, 3), exclude=[0, 1, 2, 3])
    assert np.isnan(drawn.centre).all()
    assert drawn.y.tolist() == [1, 4, 7, 10]
