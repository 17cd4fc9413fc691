import numpy as np
import pytest

from lineofsight.engine.watch import WatchError, alarms

STEADY = np.random.default_rng(4).normal(50, 4, (40, 60))
RISING = STEADY + np.where(np.arange(60) >= 40, 8.0, 0.0)


def test_alarms_on_a_lasting_rise_stand_within_months_and_not_before():
    found = alarms(RISING, family="gaussian", history=24)
    assert found.shape == (40, 60)
    assert found.dtype == bool
    assert not found[:, :24].any()
    assert found[:, 46].mean() > 0.9
    assert found[:, 24:40].any(axis=1).mean() < 0.15


def test_alarms_on_a_single_series_equal_those_in_a_batch():
    together = alarms(RISING, family="gaussian")
    assert all(
        np.array_equal(alarms(row, family="gaussian"), one) for row, one in zip(RISING[:8], together, strict=False)
    )


@pytest.mark.parametrize("concern", ["up", "down", "both"])
def test_alarms_at_a_period_use_figures_up_to_it_only(concern):
    whole = alarms(RISING, family="gaussian", concern=concern)
    for period in (30, 41, 50):
        early = alarms(RISING[:, :period], family="gaussian", concern=concern)
        assert np.array_equal(whole[:, :period], early)


def test_alarms_keep_standing_over_a_gap():
    row = RISING[0].copy()
    row[[30, 44, 45]] = np.nan
    found = alarms(row, family="gaussian")
    assert found[43]
    assert found[43:46].all()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"values": [1, 2, "x"], "family": "gaussian"}, "period 2: 'x' is not a number"),
        ({"values": [[1, 2], [1, 2, 3]], "family": "gaussian"}, "series 1 has 3 periods but series 0 has 2"),
        ({"values": [[1, 2], [1, np.inf]], "family": "gaussian"}, "series 1, period 1: the figure is infinite"),
        ({"values": [1, -2, 3], "family": "poisson"}, "series 0, period 1: a count is below zero"),
        ({"values": [1, 2, 3], "exposure": [5, -5, 5], "family": "poisson"}, "period 1: the exposure is below zero"),
        ({"values": [1, 9, 3], "exposure": [5, 5, 5], "family": "binomial"}, "period 1: the count is larger"),
        ({"values": [1, 2, 3], "family": "binomial"}, "needs exposure"),
        ({"values": [1, 2, 3], "exposure": [5, 5], "family": "poisson"}, "exposure has shape"),
        ({"values": [[1, 2], [np.nan, np.nan]], "family": "gaussian"}, "series 1 has no figures"),
        ({"values": [7.0], "family": "gaussian"}, "series 0 has one figure"),
        ({"values": "abc", "family": "gaussian"}, "values: 'abc' is not a list of figures"),
        ({"values": 5, "family": "gaussian"}, "values: 5 is not a list of figures"),
        ({"values": [], "family": "gaussian"}, "values have shape"),
        ({"values": np.ones((2, 3, 4)), "family": "gaussian"}, "values have shape"),
        ({"values": np.array([["1", "2"]]), "family": "gaussian"}, "series 0, period 0: '1' is not a number"),
        ({"values": [1, 2j], "family": "gaussian"}, "period 1: 2j is not a number"),
        ({"values": [1, 2e150], "family": "gaussian"}, "series 0, period 1: the figure is too large"),
        ({"values": [1, 2, 3], "exposure": "x", "family": "poisson"}, "exposure: 'x' is not a number"),
        ({"values": [1, 2], "exposure": [[1], [2, 3]], "family": "poisson"}, "exposure: series 1 has 2 periods"),
        ({"values": [1, 2], "exposure": [0, 5], "family": "poisson"}, "period 0: there is a count but no exposure"),
        ({"values": [1, 2], "exposure": np.inf, "family": "poisson"}, "period 0: the exposure is infinite"),
        ({"values": [1, 2, 3], "family": None}, "family is None"),
        ({"values": [1, 2, 3], "family": "gaussian", "history": 24.5}, "history is 24.5"),
        ({"values": [1, 2, 3], "family": "gaussian", "period": 0}, "period is 0"),
        ({"values": [1, 2, 3], "family": "gaussian", "season": True}, "season is True"),
        ({"values": [1, 2, 3], "family": "gaussian", "autocorrelation": "yes"}, "autocorrelation is 'yes'"),
        ({"values": [1, 2, 3], "family": "gaussian", "false_alarm_36": "x"}, "false_alarm_36 is 'x'"),
        ({"values": [1, 2, 3], "family": "poisson", "pool": 3}, "pool is 3"),
        ({"values": [1, 2, 3], "family": "normal"}, "family is 'normal'"),
        ({"values": [1, 2, 3], "family": "gaussian", "concern": "sideways"}, "concern is 'sideways'"),
        ({"values": [1, 2, 3], "family": "gaussian", "history": 5}, "history is 5"),
        ({"values": [1, 2, 3], "family": "gaussian", "false_alarm_36": 0.9}, "false_alarm_36 is 0.9"),
    ],
)
def test_alarms_on_bad_input_name_the_place(arguments, says):
    with pytest.raises(WatchError, match=says):
        alarms(arguments.pop("values"), arguments.pop("exposure", None), **arguments)


def test_what_is_masked_or_not_there_is_a_gap():
    row = RISING[0].copy()
    row[[30, 44]] = np.nan
    expected = alarms(row, family="gaussian")
    assert np.array_equal(alarms(np.ma.masked_invalid(row), family="gaussian"), expected)
    assert np.array_equal(alarms([None if value != value else value for value in row], family="gaussian"), expected)
