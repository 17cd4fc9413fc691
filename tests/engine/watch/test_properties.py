"""What must hold of alarms whatever the figures: moved, scaled, mirrored, in another order, among others."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineofsight.engine.watch import alarms, scan

CONCERNS = st.sampled_from(["up", "down", "both"])
MIRROR = {"up": "down", "down": "up", "both": "both"}
SEEDS = st.integers(0, 2**32 - 1)
FEW = settings(max_examples=25, deadline=None)


def measured(seed: int) -> np.ndarray:
    """Thirty series of measurements, a third rising and a third falling, with gaps; halves, so that sums are exact."""
    rng = np.random.default_rng(seed)
    step = (
        rng.choice([-1, 0, 1], (30, 1))
        * rng.uniform(0.5, 3, (30, 1))
        * (np.arange(48) >= rng.integers(24, 48, (30, 1)))
    )
    values = np.round(2 * (8 * (rng.normal(size=(30, 48)) + step))) / 2
    values[rng.random(values.shape) < 0.02] = np.nan
    return values


def counted(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Thirty series of events out of trials, from rare to usual, a third rising and a third falling, with gaps."""
    rng = np.random.default_rng(seed)
    step = rng.choice([0.4, 1.0, 2.0], (30, 1)) ** (np.arange(48) >= rng.integers(24, 48, (30, 1)))
    trials = rng.integers(20, 80, (30, 48)).astype(float)
    events = rng.binomial(trials.astype(int), np.clip(rng.choice([0.01, 0.05, 0.2, 0.4], (30, 1)) * step, 0, 1)) * 1.0
    events[rng.random(events.shape) < 0.02] = np.nan
    return events, trials


@FEW
@given(SEEDS, CONCERNS, st.integers(-1000, 1000), st.integers(-20, 20))
def test_measurements_moved_and_scaled_alarm_in_the_same_periods(seed, concern, shift, power):
    values = measured(seed)
    before = alarms(values, family="gaussian", concern=concern)
    assert np.array_equal(alarms(values + shift, family="gaussian", concern=concern), before)
    assert np.array_equal(alarms(values * 2.0**power, family="gaussian", concern=concern), before)


@FEW
@given(SEEDS, CONCERNS, st.booleans())
def test_measurements_mirrored_alarm_as_the_other_concern(seed, concern, season):
    values, options = measured(seed), {"family": "gaussian", "season": 1 if season else None}
    before = alarms(values, concern=concern, **options)
    assert np.array_equal(alarms(-values, concern=MIRROR[concern], **options), before)


@FEW
@given(SEEDS, CONCERNS)
def test_failures_in_place_of_events_alarm_as_the_other_concern(seed, concern):
    events, trials = counted(seed)
    before = alarms(events, trials, family="binomial", concern=concern)
    assert np.array_equal(alarms(trials - events, trials, family="binomial", concern=MIRROR[concern]), before)


@FEW
@given(SEEDS, CONCERNS, st.integers(-10, 10))
def test_exposure_in_another_unit_changes_no_alarm(seed, concern, power):
    events, exposure = counted(seed)
    before = alarms(events, exposure, family="poisson", concern=concern)
    assert np.array_equal(alarms(events, exposure * 2.0**power, family="poisson", concern=concern), before)


@FEW
@given(
    SEEDS, CONCERNS, st.sampled_from(["gaussian", "poisson", "binomial"]), st.sampled_from([None, 1, 2]), st.booleans()
)
def test_order_company_and_later_figures_change_no_alarm_and_none_stands_in_the_history(
    seed, concern, family, season, carry
):
    events, trials = counted(seed)
    exposure = None if family == "gaussian" else trials
    options = {"family": family, "concern": concern, "season": season, "autocorrelation": carry}
    whole = alarms(events, exposure, **options)
    assert not whole[:, :24].any()
    order = np.random.default_rng(seed).permutation(30)
    mixed = alarms(events[order], None if exposure is None else exposure[order], **options)
    assert np.array_equal(mixed, whole[order])
    for place in (0, 17):
        assert np.array_equal(
            alarms(events[place], None if exposure is None else exposure[place], **options), whole[place]
        )
    early = alarms(events[:, :37], None if exposure is None else exposure[:, :37], **options)
    assert np.array_equal(early, whole[:, :37])
    assert np.array_equal(scan(events, exposure, **options).alarm, whole[:, -1])


@FEW
@given(SEEDS, CONCERNS, st.sampled_from(["gaussian", "poisson"]))
def test_an_alarm_at_a_lower_rate_stands_at_every_higher_one(seed, concern, family):
    events, _ = counted(seed)
    found = [
        alarms(events, family=family, concern=concern, false_alarm_36=rate) for rate in (0.02, 0.05, 0.1, 0.3, 0.5)
    ]
    for lower, higher in itertools.pairwise(found):
        assert not (lower & ~higher).any()


@pytest.mark.parametrize("family", ["gaussian", "poisson", "binomial"])
def test_a_period_that_nobody_reported_is_as_if_it_were_not_there(family):
    events, trials = counted(3)
    wide, wide_trials = (np.insert(part, [10, 30, 30, 44], np.nan, axis=1) for part in (events, trials))
    kept = [place for place in range(52) if place not in (10, 31, 32, 47)]
    exposure, wide_exposure = (None, None) if family == "gaussian" else (trials, wide_trials)
    assert np.isnan(np.delete(wide, kept, axis=1)).all()
    # One period more of history is then without a figure, so the history is one period longer.
    found = alarms(wide, wide_exposure, family=family, history=25)
    assert np.array_equal(found[:, kept], alarms(events, exposure, family=family))
