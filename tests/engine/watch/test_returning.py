"""A level that has come back: nothing stands any more, and what is told says when it was."""

import numpy as np
import pytest

from lineofsight.engine.watch import alarms, scan, sentence, trials

NAMES = "January February March April May June July August September October November December"
MONTHS = [f"{name} {year}" for year in range(2021, 2026) for name in NAMES.split()]
STEADY = np.array([20, 17, 23, 19, 24, 16, 21, 18, 22, 20] * 6, dtype=float)
MONTH = np.arange(60)
RAISED = (MONTH >= 46) & (MONTH < 54)
BACK = STEADY + np.where(RAISED, 14, 0)
LASTING = STEADY + np.where(MONTH >= 46, 14, 0)
AGAIN = BACK + np.where(MONTH >= 56, 14, 0)


def test_an_alarm_falls_when_the_level_has_come_back_and_stands_while_it_lasts():
    back, lasting = alarms([BACK, LASTING], family="poisson")
    assert back[50:54].all()
    assert not back[57:].any()
    assert lasting[50:].all()
    assert np.array_equal(back[:54], lasting[:54])


def test_scan_tells_when_a_level_was_raised_and_where_it_is_now():
    found = scan([BACK, LASTING, AGAIN, STEADY], family="poisson", target=25)
    assert found.alarm.tolist() == [False, True, True, False]
    assert found.back_since.tolist() == [54, -1, -1, -1]
    assert found.since[0] == 46
    assert (found.tier[0], found.kind[0], found.p_value[0]) == ("", "", 1.0)
    assert found.before[0] == STEADY[:46].mean()
    assert found.after[0] == BACK[46:54].mean()
    assert found.level.tolist()[::3] == [STEADY[54:].mean(), STEADY.mean()]
    assert found.level[1] == found.after[1]
    assert found.p_miss_target[0] < 0.05
    assert found.p_miss_target[1] > 0.95
    assert np.isinf(found.months_to_target[0])


def test_sentence_of_a_level_that_has_come_back_does_not_say_worse_since():
    told = sentence(scan(BACK, family="poisson"), 0, measure="Repeat referrals", unit="a month", periods=MONTHS)
    assert told == (
        "Repeat referrals: worse (higher) from about November 2024 to June 2025, and back at about the level before since "
        "July 2025. It was 34 a month on average then, is 20.2 a month now, and was 20.0 a month before."
    )


@pytest.mark.parametrize("family", ["gaussian", "poisson", "binomial"])
@pytest.mark.parametrize("options", [{}, {"season": 1}, {"autocorrelation": True}, {"concern": "both"}])
def test_alarm_of_scan_is_that_of_alarms_while_levels_rise_and_come_back(family, options):
    rng = np.random.default_rng(31)
    raised = (MONTH >= 40) & (rng.integers(41, 60, (80, 1)) > MONTH)
    values = rng.binomial(100, 0.2 + 0.15 * raised) * 1.0
    values[::5, 44] = np.nan
    exposure = np.full(values.shape, 100.0) if family == "binomial" else None
    path = alarms(values, exposure, family=family, **options)
    for month in (45, 52, 60):
        part = scan(values[:, :month], None if exposure is None else exposure[:, :month], family=family, **options)
        assert np.array_equal(part.alarm, path[:, month - 1])
    assert (part.back_since >= 0).any()


def test_falls_and_shares_of_failures_come_back_as_their_mirrors_do():
    share = np.where(RAISED, 60, 20) + np.tile([1.0, -2, 0, 2, -1], 12)
    up, down = scan(share, 100, family="binomial"), scan(100 - share, 100, family="binomial", concern="down")
    assert up.back_since.tolist() == down.back_since.tolist() == [54]
    measured, mirrored = scan(share, family="gaussian"), scan(-share, family="gaussian", concern="down")
    assert measured.back_since.tolist() == mirrored.back_since.tolist() == [54]


def test_a_change_that_lasts_is_hardly_ever_taken_for_one_that_came_back():
    for name in ("gaussian", "poisson 20"):
        kind = trials.KINDS[name]
        values = trials.changed(kind, "step 1.5", 1500, np.random.default_rng(32), periods=48)
        found = scan(values, family=kind.family)
        assert (found.tier != "").mean() > 0.9
        assert (found.back_since >= 0).mean() < 0.04
