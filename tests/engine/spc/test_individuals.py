"""XmR charts: worked by hand, and at the edges."""

import numpy as np
import pytest

from lineofsight.engine import spc

NAN = np.nan
STEADY = [31, 29, 33, 30, 34, 32, 30, 31, 33, 29, 32, 30, 31, 34]


def test_xmr_by_hand_gives_mean_and_limits_at_2_66_average_moving_ranges():
    chart = spc.xmr([10, 12, 10, 12], improves="up")
    for line, expected in (
        (chart.mean, 11.0),
        (chart.lower, 11 - 2.66 * 2),
        (chart.upper, 11 + 2.66 * 2),
        (chart.near_lower, 11 - 2 * 2.66 / 3 * 2),
        (chart.near_upper, 11 + 2 * 2.66 / 3 * 2),
    ):
        np.testing.assert_allclose(line, [expected] * 4, rtol=1e-15)


def test_xmr_with_one_large_moving_range_screens_it_once_and_not_the_mean():
    values = [10, 11] * 8 + [30]
    screened, plain = spc.xmr(values, improves="up"), spc.xmr(values, improves="up", screen=False)
    assert (screened.mean[0], plain.mean[0]) == (198 / 17, 198 / 17)
    np.testing.assert_allclose(screened.upper, 198 / 17 + 2.66, rtol=1e-15)
    np.testing.assert_allclose(plain.upper, 198 / 17 + 2.66 * 34 / 16, rtol=1e-15)


def test_xmr_with_two_rules_at_a_point_labels_the_first_and_lists_both():
    chart = spc.xmr([*[5, 6] * 8, *range(7, 15)], improves="up", fix_after=16)
    assert chart.cause[-1] == "above_limit"
    assert chart.causes[-1] == ("above_limit", "trend_up", "shift_above")


@pytest.mark.parametrize(
    ("points", "expected"), [(7, [""] * 6), (6, ["trend_up"] * 6)], ids=["seven as published", "six"]
)
def test_xmr_with_six_rising_points_fires_only_in_the_setting_of_six(points, expected):
    chart = spc.xmr([1, 2, 3, 4, 5, 6], improves="up", points=points)
    assert chart.cause.tolist() == expected


def test_xmr_with_a_peak_shared_by_two_trends_gives_it_to_the_second_and_lists_both():
    values = [0, 20, 0, 20, 0, 20, 5, 6, 7, 8, 9, 10, 11, 10, 9, 8, 7, 6, 5]
    chart = spc.xmr(values, improves="up")
    assert chart.cause.tolist() == [""] * 6 + ["trend_up"] * 6 + ["trend_down"] * 7
    assert chart.causes[11:14].tolist() == [("trend_up",), ("trend_down", "trend_up"), ("trend_down",)]


def test_xmr_with_a_rise_a_drop_and_a_rise_labels_the_last_of_the_first_rise_as_published_and_lists_the_truth():
    values = [0, 30, 0, 30, 0, 30, 9, 10, 11, 12, 13, 14, 15, 12, 13, 14, 15, 16, 17, 18]
    chart = spc.xmr(values, improves="up")
    assert (chart.cause[12], chart.causes[12]) == ("trend_down", ("trend_down", "trend_up"))


@pytest.mark.parametrize(
    ("improves", "rise", "fall"),
    [
        ("up", ("improvement", "improvement_high"), ("concern", "concern_low")),
        ("down", ("concern", "concern_high"), ("improvement", "improvement_low")),
        ("neutral", ("neutral_high", "neutral_high"), ("neutral_low", "neutral_low")),
    ],
)
def test_xmr_with_a_last_point_outside_gives_the_icon_of_its_direction(improves, rise, fall):
    up, down = spc.xmr([*STEADY, 60], improves=improves), spc.xmr([*STEADY, 1], improves=improves)
    assert (up.point_type[-1], up.variation) == rise
    assert (down.point_type[-1], down.variation) == fall


@pytest.mark.parametrize(
    ("improves", "target", "expected"),
    [
        ("up", 99, "fail"),
        ("up", 1, "pass"),
        ("up", 31, "inconsistent"),
        ("down", 99, "pass"),
        ("down", 1, "fail"),
        ("neutral", 99, None),
        ("up", None, None),
        ("up", NAN, None),
    ],
)
def test_xmr_with_a_target_gives_the_assurance_icon(improves, target, expected):
    assert spc.xmr(STEADY, improves=improves, target=target).assurance == expected


def test_xmr_rebased_gives_each_segment_its_own_lines_and_no_pattern_across():
    values = [10, 12] * 6 + [20, 22] * 7
    chart = spc.xmr(values, improves="up", rebase=[12])
    assert (chart.mean.tolist(), set(chart.cause)) == ([11.0] * 12 + [21.0] * 14, {""})
    assert chart.trial.tolist() == [True] * 12 + [False] * 14


def test_xmr_fixed_after_more_points_than_there_are_uses_all():
    assert spc.xmr(STEADY, improves="up", fix_after=99).mean.tolist() == spc.xmr(STEADY, improves="up").mean.tolist()


def test_xmr_fixed_after_twelve_points_keeps_the_limits_when_the_level_moves():
    chart = spc.xmr([*[10, 12] * 6, 30, 30, 30], improves="up", fix_after=12)
    np.testing.assert_allclose(chart.upper, 11 + 2.66 * 2, rtol=1e-15)
    assert chart.cause.tolist() == [""] * 12 + ["above_limit"] * 3


def test_xmr_with_a_gap_carries_the_lines_on_and_breaks_the_pattern():
    values = [1, 2, 3, 4, NAN, 5, 6, 7, 8]
    chart = spc.xmr(values, improves="up")
    assert np.isfinite(chart.upper).all()
    assert (chart.cause[4], chart.causes[4], chart.point_type[4]) == ("", (), "common")
    assert "trend_up" not in chart.cause.tolist()


def test_xmr_with_the_newest_period_missing_takes_its_icons_from_the_last_point():
    values = [*STEADY, 60]
    with_gap = spc.xmr([*values, NAN], improves="up", target=40)
    without = spc.xmr(values, improves="up", target=40)
    assert (
        (with_gap.variation, with_gap.assurance)
        == (without.variation, without.assurance)
        == (
            "improvement_high",
            "inconsistent",
        )
    )


def test_xmr_with_a_last_segment_that_is_all_missing_takes_its_icons_from_the_one_before():
    chart = spc.xmr([*STEADY, NAN, NAN], improves="up", target=99, rebase=[14])
    assert np.isnan(chart.upper[14:]).all()
    assert chart.assurance == "fail"


def test_xmr_with_thirteen_periods_and_a_gap_has_trial_limits():
    assert spc.xmr([*STEADY[:12], NAN], improves="up").trial.tolist() == [True] * 13
    assert spc.xmr(STEADY[:13], improves="up").trial.tolist() == [False] * 13


@pytest.mark.parametrize("value", [0.0, 0.1, 1e-9, 123456.7])
def test_xmr_of_a_constant_series_has_its_limits_on_the_mean_and_everything_common(value):
    chart = spc.xmr([value] * 24, improves="up", target=value + 1)
    for line in (chart.mean, chart.lower, chart.upper, chart.near_lower, chart.near_upper):
        assert line.tolist() == [value] * 24
    assert (set(chart.cause), chart.variation, chart.assurance) == ({""}, "common", "fail")


def test_xmr_of_a_constant_series_as_published_has_no_limits():
    chart = spc.xmr([5] * 24, improves="up", target=9, as_published=True)
    assert (np.isnan(chart.upper).all(), chart.assurance) == (True, "inconsistent")


def test_xmr_of_zeros_with_one_case_flags_the_case_and_not_every_point():
    values = [0] * 5 + [1] + [0] * 6
    ours, theirs = spc.xmr(values, improves="down"), spc.xmr(values, improves="down", as_published=True)
    assert [place for place, cause in enumerate(ours.cause) if "limit" in cause] == [5]
    assert [place for place, cause in enumerate(theirs.cause) if "limit" in cause] == list(range(12))


def test_xmr_with_gaps_between_all_that_moves_has_no_limits():
    chart = spc.xmr([5, 5, NAN, 7, 7], improves="up")
    assert (chart.mean[0], np.isnan(chart.upper).all(), set(chart.cause)) == (6.0, True, {""})


def test_xmr_of_one_point_is_its_mean_without_limits():
    chart = spc.xmr([3], improves="up")
    assert (chart.mean.tolist(), chart.cause.tolist(), chart.variation) == ([3.0], [""], "common")
    assert np.isnan([chart.lower, chart.upper, chart.near_lower, chart.near_upper]).all()


@pytest.mark.parametrize(
    ("values", "options", "reason"),
    [
        ([], {}, "there is no figure"),
        ([NAN, NAN], {}, "there is no figure"),
        ([1, np.inf], {}, "period 1 is inf"),
        ([1, -1e308, 1e308], {}, "period 1 is -1e[+]308"),
        ([1, "c"], {}, "period 1 is 'c', which is not a number"),
        ([1, None, "4"], {}, "period 2 is '4', which is not a number"),
        ([[1, 2]], {}, "2 dimensions where period is needed"),
        ([1, 2], {"improves": "higher"}, "improves: 'higher' is none of up, neutral, down"),
        ([1, 2], {"target": "3"}, "target: '3' is not a number"),
        ([1, 2], {"target": np.inf}, "target: inf is not a number"),
        ([1, 2], {"rebase": [2]}, "rebase: 2 is outside the series, which has periods 0 to 1"),
        ([1, 2], {"rebase": [-1]}, "rebase: -1 is outside"),
        ([1, 2], {"rebase": [0.5]}, "rebase: 0.5 is not a whole number"),
        ([1, 2], {"rebase": 1}, "rebase: 1 is not a list"),
        ([1, 2], {"fix_after": 11}, "fix_after: 11 is not a whole number of 12 or more"),
        ([1, 2], {"points": 5}, "points: 5 is neither 6 nor 7"),
        ([1, 2], {"screen": None}, "screen: None is neither"),
    ],
)
def test_xmr_given_what_no_chart_can_be_drawn_from_names_the_place(values, options, reason):
    with pytest.raises(spc.SpcError, match=reason):
        spc.xmr(values, **{"improves": "up", **options})


@pytest.mark.parametrize(
    ("values", "options", "reason"),
    [
        ([[1, 2], [3]], {}, "series 1 has 1 periods but series 0 has 2"),
        ([[1, 2], [3, "x"]], {}, "series 1, period 1 is 'x'"),
        ([[1, 2], [3, np.inf]], {}, "series 1: period 1 is inf"),
        ([[1, 2], [NAN, NAN]], {}, "series 1: there is no figure"),
        ([[1, 2], [3, 4]], {"improves": ["up"]}, "improves: 1 given for 2 series"),
        ([[1, 2], [3, 4]], {"fix_after": [12, 3]}, "series 1: fix_after: 3"),
        ([[1, 2], [3, 4]], {"target": [1, 2, 3]}, "target: 3 given for 2 series"),
    ],
)
def test_xmr_many_given_what_no_chart_can_be_drawn_from_names_series_and_period(values, options, reason):
    with pytest.raises(spc.SpcError, match=reason):
        spc.xmr_many(values, **{"improves": "up", **options})


def test_xmr_of_a_masked_array_treats_what_is_masked_as_missing():
    masked = spc.xmr(np.ma.MaskedArray([1, 999, 3, 2], mask=[0, 1, 0, 0]), improves="up")
    assert masked.mean.tolist() == spc.xmr([1, NAN, 3, 2], improves="up").mean.tolist() == [2.0] * 4
