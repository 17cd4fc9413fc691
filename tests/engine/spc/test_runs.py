"""The Anhøj rules against the published limits and by hand."""

import numpy as np
import pytest
from scipy.stats import binom

from lineofsight.engine.spc.runs import NO_RUNS, Runs, fewest_crossings, longest_run_max, runs_of


@pytest.mark.parametrize(
    ("useful", "longest", "crossings"),
    [(10, 6, 2), (11, 6, 2), (12, 7, 3), (16, 7, 4), (20, 7, 6), (24, 8, 8), (36, 8, 13), (60, 9, 23), (100, 10, 41)],
)
def test_run_limits_are_those_published_by_anhoej_and_olesen(useful, longest, crossings):
    assert (longest_run_max(useful), fewest_crossings(useful)) == (longest, crossings)


def test_fewest_crossings_is_the_five_per_cent_quantile_of_fair_tosses():
    assert [fewest_crossings(n) for n in range(1, 300)] == [int(binom.ppf(0.05, n - 1, 0.5)) for n in range(1, 300)]


def test_runs_of_points_on_the_centre_and_missing_ones_leaves_them_out():
    values = np.array([1, 0, 1, np.nan, 1, -1, 0, 1.0])
    assert runs_of(values, np.zeros(8)) == Runs(
        signal=False, longest_run=3, longest_run_max=5, crossings=2, crossings_min=0
    )


def test_runs_of_nine_on_one_side_among_eighteen_is_a_signal():
    values = np.array([1.0] * 9 + [-1.0, 1.0] * 4 + [-1.0])
    found = runs_of(values, np.zeros(18))
    assert (found.longest_run, found.longest_run_max, found.signal) == (9, 7, True)


def test_runs_of_no_useful_point_is_no_signal():
    assert runs_of(np.zeros(4), np.zeros(4)) is NO_RUNS
