import numpy as np
import pytest
from scipy import stats

from lineofsight.engine.watch import Pool, WatchError, alarms, expected_false, pooled, scan, sentence

NAMES = "January February March April May June July August September October November December"
MONTHS = [f"{name} {year}" for year in range(2021, 2026) for name in NAMES.split()]
# Twenty referrals a month with no trend; the same with twelve more from May 2025; the same with one odd month.
STEADY = np.array([20, 17, 23, 19, 24, 16, 21, 18, 22, 20] * 6, dtype=float)
WORSE = STEADY + np.where(np.arange(60) >= 52, 12, 0)
ODD = STEADY + np.where(np.arange(60) == 59, 22, 0)


def arrays(result):
    return {name: getattr(result, name) for name in ("alarm", "since", "before", "after", "tier", "p_value")}


def test_scan_tells_a_lasting_change_from_a_single_odd_month_and_from_none():
    found = scan([WORSE, ODD, STEADY], family="poisson")
    assert found.alarm.tolist() == [True, True, False]
    assert found.kind.tolist() == ["sustained", "spike", ""]
    assert found.since.tolist() == [52, 59, -1]
    assert found.since_low[0] <= 52 <= found.since_high[0]
    assert found.before[0] == pytest.approx(STEADY[:52].mean())
    assert found.size[0] == pytest.approx(WORSE[52:].mean() - STEADY[:52].mean())
    assert (found.before[2], found.after[2], found.size[2]) == (20.0, 20.0, 0.0)
    assert found.chance_in_months[0] > 1200


@pytest.mark.parametrize("family", ["gaussian", "poisson", "binomial"])
@pytest.mark.parametrize("concern", ["up", "down", "both"])
def test_scan_alarm_equals_the_last_column_of_alarms(family, concern):
    rng = np.random.default_rng(8)
    values = rng.binomial(60, 0.3 + 0.12 * (np.arange(60) > 50) * rng.choice([-1, 0, 1], (24, 1)), (24, 60)) * 1.0
    values[rng.random(values.shape) < 0.03] = np.nan
    exposure = np.full(values.shape, 60.0) if family == "binomial" else None
    for season, carry in ((None, False), (1, True)):
        options = {"family": family, "concern": concern, "season": season, "autocorrelation": carry}
        found = scan(values, exposure, **options)
        assert found.alarm.any()
        assert np.array_equal(found.alarm, alarms(values, exposure, **options)[:, -1])


@pytest.mark.parametrize("family", ["gaussian", "poisson", "binomial"])
def test_scan_of_a_batch_equals_that_of_each_series_to_the_last_bit(family):
    rng = np.random.default_rng(9)
    values = rng.binomial(40, 0.02 + 0.3 * rng.random((1500, 1)), (1500, 40)) * 1.0
    values[::7, 5:9] = np.nan
    exposure = np.full(values.shape, 40.0) if family == "binomial" else None
    whole = arrays(scan(values, exposure, family=family, season=1))
    for pick in (slice(3, 4), slice(0, 1500, 211), slice(1100, 1117)):
        part = arrays(scan(values[pick], None if exposure is None else exposure[pick], family=family, season=1))
        for name in ("alarm", "since", "before", "after", "p_value"):
            assert part[name].tobytes() == whole[name][pick].tobytes(), name


def test_scan_scaled_and_shifted_measurements_give_the_same_finding():
    values = np.random.default_rng(2).normal(50, 4, (30, 60)) + 6 * (np.arange(60) > 52)
    plain, moved = scan(values, family="gaussian"), scan(1000 + 7 * values, family="gaussian")
    assert np.array_equal(plain.tier, moved.tier)
    assert np.array_equal(plain.since, moved.since)
    assert moved.p_value == pytest.approx(plain.p_value, rel=1e-6)
    assert moved.after == pytest.approx(1000 + 7 * plain.after)


def test_scan_mirrored_measurements_give_the_mirrored_finding():
    values = np.random.default_rng(2).normal(0, 4, (30, 60)) + 6 * (np.arange(60) > 52)
    up, down = scan(values, family="gaussian"), scan(-values, family="gaussian", concern="down")
    assert np.array_equal(up.tier, down.tier)
    assert down.p_value == pytest.approx(up.p_value)


def test_scan_counts_of_failures_mirror_those_of_successes():
    events = np.random.default_rng(3).binomial(50, 0.1 + 0.1 * (np.arange(60) > 52), (40, 60)).astype(float)
    up = scan(events, 50, family="binomial")
    down = scan(50 - events, 50, family="binomial", concern="down")
    assert np.array_equal(up.alarm, down.alarm)
    assert up.p_value == pytest.approx(down.p_value)


def test_scan_series_in_another_order_are_judged_the_same():
    values = np.random.default_rng(4).poisson(12 + 8 * (np.arange(60) > 50) * (np.arange(200) % 9 == 0)[:, None])
    order = np.random.default_rng(5).permutation(200)
    straight, mixed = scan(values, family="poisson"), scan(values[order], family="poisson")
    assert np.array_equal(straight.tier[order], mixed.tier)


def test_scan_tiers_are_nested_and_the_list_says_how_many_alarms_are_false():
    rng = np.random.default_rng(6)
    values = rng.normal(0, 1, (2000, 60)) + 2 * (np.arange(60) > 54) * (np.arange(2000) < 100)[:, None]
    found = scan(values, family="gaussian")
    assert found.alarm[found.tier == "alert"].all()
    assert not found.alarm[found.tier == "watch"].any()
    assert (found.tier[:100] == "priority").sum() > 50
    false = found.alarm[100:].sum()
    assert expected_false(found) == pytest.approx(2000 * found.false_chance[0])
    assert abs(false - expected_false(found)) < 4 * np.sqrt(expected_false(found)) + 3


def test_scan_present_level_against_target():
    found = scan([WORSE, STEADY], family="poisson", target=25)
    assert found.p_miss_target[0] > 0.95
    assert found.p_miss_target[1] < 0.05
    falling = 40 - 0.5 * np.arange(60) + np.tile([0.4, -0.4], 30)
    trend = scan(falling, family="gaussian", concern="down", target=8)
    assert trend.months_to_target[0] == pytest.approx((falling[-1] - 8) / 0.5, abs=1)
    quarterly = scan(falling, family="gaussian", concern="down", target=8, period=4)
    assert quarterly.months_to_target[0] == pytest.approx(3 * trend.months_to_target[0])
    assert np.isnan(scan(WORSE, family="poisson").p_miss_target[0])
    assert np.isnan(scan(WORSE, family="poisson", concern="both", target=25).p_miss_target[0])


def test_scan_of_a_short_series_is_provisional_and_never_an_alarm():
    short = scan([STEADY[:8], np.append(STEADY[:7], 60)], family="poisson", target=22, peers=[12, 14, 30])
    assert short.provisional.all()
    assert not short.alarm.any()
    assert short.kind.tolist() == ["", "spike"]
    assert short.tier.tolist() == ["", "watch"]
    assert short.peer_share.tolist() == [pytest.approx(2 / 3), 1.0]
    assert expected_false(short) == 0
    middle = scan(np.append(STEADY[:12], STEADY[:6] + 15), family="poisson")
    assert middle.provisional[0]
    assert (middle.since[0], middle.tier[0]) == (12, "watch")


def test_newest_of_a_few_figures_is_tested_exactly():
    few = np.array([4.0, 6, 3, 5, 12])
    measured = scan(few, family="gaussian")
    away = (12 - few[:4].mean()) / (few[:4].std(ddof=1) * np.sqrt(1 + 1 / 4))
    assert measured.p_value[0] == pytest.approx(stats.t.sf(away, 3))
    assert scan(few, family="gaussian", concern="both").p_value[0] == pytest.approx(2 * stats.t.sf(away, 3))
    counted = scan(few, [10, 10, 10, 10, 20], family="poisson")
    assert counted.p_value[0] == pytest.approx(stats.binom.sf(11, 30, 1 / 3), rel=0.5)
    assert counted.p_value[0] >= stats.binom.sf(11, 30, 1 / 3)
    shares = scan(few, 20, family="binomial", concern="down")
    assert shares.p_value[0] >= stats.hypergeom.cdf(12, 100, 30, 20)
    assert measured.chance_in_months[0] == pytest.approx(1 / measured.p_value[0])
    quarterly = scan(few, family="gaussian", period=4)
    assert quarterly.chance_in_months[0] == pytest.approx(3 / measured.p_value[0])


def test_steady_short_series_are_shown_as_to_watch_once_in_a_hundred_periods():
    rng = np.random.default_rng(41)
    for figures in (4, 7, 11):
        for family, values in (
            ("gaussian", rng.normal(size=(6000, figures))),
            ("poisson", rng.poisson(9, (6000, figures))),
        ):
            found = scan(values, family=family, concern="both")
            assert 0.002 <= (found.tier == "watch").mean() <= 0.014
            assert not found.alarm.any()


def test_scan_of_constant_figures_finds_nothing_and_a_step_from_them_something():
    flat = np.full(60, 0.1)
    stepped = np.where(np.arange(60) >= 57, 0.4, 0.1)
    found = scan([flat, stepped], family="gaussian")
    assert found.alarm.tolist() == [False, True]
    assert found.since.tolist() == [-1, 57]


def test_scan_with_a_pooled_baseline_is_not_startled_by_an_empty_history():
    values = np.zeros((50, 40))
    values[:, [30, 36, 38]] = 1
    others = np.random.default_rng(1).poisson(0.1, (50, 40))
    alone = scan(values, family="poisson")
    shared = scan(values, family="poisson", pool=pooled(others, family="poisson"))
    assert shared.p_value[0] > 2 * alone.p_value[0]
    with pytest.raises(WatchError, match=r"pool.events: series 0: -1.0 cannot be used"):
        scan(values, family="poisson", pool=Pool(-1, 24))


def test_sentence_says_since_when_and_how_much_without_a_statistic_or_a_cause():
    found = scan([WORSE, ODD, STEADY], family="poisson", target=25)
    told = [sentence(found, i, measure="Repeat referrals", unit="a month", periods=MONTHS) for i in range(3)]
    assert told[0] == (
        "Repeat referrals: worse (higher) since about May 2025. The last 8 months average 32.4 a month; "
        "before that the average was 19.9 a month. If nothing had changed, a run like this would "
        "appear less than once in 100 years on one measure. Almost certainly the present level misses the target."
    )
    assert "the figure for December 2025 stands out. It is 42 a month" in told[1]
    assert told[2].startswith("Repeat referrals: no lasting change found. The average is 20 a month.")
    for words in told:
        assert not any(word in words.lower() for word in ("because", "due to", "sigma", "standard", "p-value", "odds"))


def test_sentence_of_a_proportion_and_of_a_rate_multiplies_out():
    share = scan(WORSE, 100, family="binomial")
    assert "average 32.4%; before that the average was 19.9%" in sentence(
        share, 0, measure="Repeat plans", unit="%", periods=MONTHS
    )
    rate = scan(WORSE, np.full(60, 40_000.0), family="poisson")
    assert "average 8.1 per 10,000" in sentence(rate, 0, measure="Plans", unit="per 10,000", periods=MONTHS)


def test_sentence_of_a_short_quarterly_series_says_it_is_provisional():
    found = scan(np.append(STEADY[:7], 60), family="poisson", concern="both", period=4)
    told = sentence(found, 0, measure="Referrals", unit="a quarter", periods=MONTHS)
    assert "There are only 8 figures so far, so this is provisional." in told
    assert "worse" not in told


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"improves": "sideways"}, "improves is 'sideways'"),
        ({"target": [1, 2, 3]}, "target: give one number, or one for each of the 1 series"),
        ({"target": np.inf}, "target: series 0: the target is infinite"),
        ({"dispersion": -1}, "dispersion: series 0"),
        ({"peers": "many"}, "peers: give"),
        ({"season": 3}, "season is 3"),
        ({"in_list": [True, False]}, "in_list: give True or False for each of the 1 series"),
        ({"in_list": "x"}, "in_list: give True or False"),
    ],
)
def test_scan_on_bad_options_names_them(arguments, says):
    with pytest.raises(WatchError, match=says):
        scan(STEADY, family="poisson", **arguments)


def test_single_odd_month_is_told_as_one_and_not_as_lasting():
    rng = np.random.default_rng(4)
    figures = rng.normal(100.0, 5.0, (1_000, 48))
    figures[:, -1] = 120.0
    found = scan(figures, family="gaussian")
    told = found.tier != ""
    assert told.mean() > 0.6
    assert (found.kind[told] == "spike").mean() > 0.7
    figures[:, -3:] = rng.normal(115.0, 5.0, (1_000, 3))
    lasting = scan(figures, family="gaussian")
    assert (lasting.kind[lasting.tier != ""] == "sustained").mean() > 0.98
