"""New baselines: a series is watched from its last one on as if it began there."""

import numpy as np
import pytest

from lineofsight.engine.watch import WatchError, alarms, scan

RNG = np.random.default_rng(21)
COUNTS = RNG.poisson(20, (60, 72)).astype(float)
COUNTS[:, 30:] += RNG.poisson(15, (60, 42))
COUNTS[::9, 50:53] = np.nan


def test_alarms_with_one_new_baseline_equal_those_of_the_two_parts():
    found = alarms(COUNTS, family="poisson", history=12, rebase=[30])
    assert np.array_equal(found[:, :30], alarms(COUNTS[:, :30], family="poisson", history=12))
    assert np.array_equal(found[:, 30:], alarms(COUNTS[:, 30:], family="poisson", history=12))
    assert not found[:, 30:42].any()
    assert alarms(COUNTS, family="poisson", history=12)[:, 40].mean() > 0.9


@pytest.mark.parametrize("family", ["gaussian", "poisson", "binomial"])
def test_a_list_of_new_baselines_for_each_series_is_that_series_own(family):
    exposure = RNG.integers(80, 120, COUNTS.shape).astype(float)
    rebase = [[], [30], [20, 45], None, [71]] * 12
    spread = RNG.uniform(1, 2, 60) if family == "poisson" else None
    options = {"family": family, "history": 12, "concern": "both"}
    found = alarms(COUNTS, exposure, rebase=rebase, dispersion=spread, **options)
    told = scan(COUNTS, exposure, rebase=rebase, dispersion=spread, **options)
    assert np.array_equal(told.alarm, found[:, -1])
    for place in range(15):
        own = None if spread is None else spread[place]
        alone = alarms(COUNTS[place], exposure[place], rebase=rebase[place], dispersion=own, **options)
        assert np.array_equal(alone, found[place])
    parts = alarms(COUNTS[2, 20:45], exposure[2, 20:45], dispersion=None if spread is None else spread[2], **options)
    assert np.array_equal(found[2, 20:45], parts)


def test_scan_after_a_new_baseline_tells_of_the_figures_since():
    cut, whole = scan(COUNTS[:, 30:], family="poisson"), scan(COUNTS, family="poisson", rebase=[30])
    assert np.array_equal(whole.p_value, cut.p_value)
    assert np.array_equal(whole.level, cut.level)
    assert np.array_equal(np.where(cut.since < 0, -1, cut.since + 30), whole.since)
    assert np.array_equal(whole.figures, cut.figures)


def test_a_new_baseline_without_figures_yet_leaves_the_one_before_in_force():
    waiting = np.where(np.arange(72) >= 60, np.nan, COUNTS)
    assert np.array_equal(
        scan(waiting, family="poisson", rebase=[30, 65]).p_value, scan(waiting, family="poisson", rebase=[30]).p_value
    )
    assert not alarms(waiting, family="poisson", rebase=[30, 65])[:, 65:].any()


def test_series_with_one_figure_after_a_new_baseline_are_told_as_provisional():
    found = scan(COUNTS, family="poisson", rebase=[71])
    assert found.provisional.all()
    assert not found.alarm.any()
    assert np.array_equal(found.level, COUNTS[:, 71])


@pytest.mark.parametrize(
    ("rebase", "says"),
    [
        ([99], "rebase: series 0: 99 is outside the periods 0 to 71"),
        ([-1], "rebase: series 0: -1 is outside"),
        ([2.5], "rebase: series 0: 2.5 is not a whole number"),
        ("30", "rebase: '30' is not a list of positions"),
        (30, "rebase: 30 is not a list of positions"),
        ([[30], [40]], "one list for each of the 60 series"),
        ([30, [40]], "one list for each of the 60 series"),
        ([[]] * 59 + [[72]], "rebase: series 59: 72 is outside"),
    ],
)
@pytest.mark.parametrize("work", [alarms, scan])
def test_bad_new_baselines_name_the_place(work, rebase, says):
    with pytest.raises(WatchError, match=says):
        work(COUNTS, family="poisson", rebase=rebase)
