"""XmR charts: what must hold for any figures."""

import itertools
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lineofsight.engine import spc
from tests.engine.spc.plain_reading import plain_causes, plain_label, plain_mean_and_spread

LINES = ("mean", "lower", "upper", "near_lower", "near_upper")
FIELDS = tuple(field.name for field in fields(spc.Xmr))
MIRRORED = {"improvement_high": "improvement_low", "concern_high": "concern_low", "neutral_high": "neutral_low"}
MIRRORED |= {low: high for high, low in MIRRORED.items()}

figure = st.integers(-40, 40)
gappy = st.one_of(figure, figure, figure, figure, st.none())
moving = st.lists(figure, min_size=4, max_size=40).filter(lambda values: len(set(values)) > 1)
steps = st.lists(st.sampled_from([-3, -1, 0, 1, 1, 1, 2, None]), min_size=8, max_size=40)
direction = st.sampled_from(["up", "down", "neutral"])
length = st.sampled_from([6, 7])


def walk(moves: list[int | None]) -> list[int | None]:
    """A series that trends and drifts, so that every rule fires now and then; None is a gap."""
    level, values = 0, []
    for move in moves:
        level += move or 0
        values.append(None if move is None else level)
    return values


def clear_of_limits(chart: spc.Xmr, values: list[int]) -> bool:
    """No point so close to a limit that rounding could decide."""
    edges = (chart.lower, chart.upper, chart.near_lower, chart.near_upper)
    return all(np.min(np.abs(np.asarray(values) - line)) > 1e-9 for line in edges)


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.lists(gappy, min_size=3, max_size=40), steps.map(walk)), length, st.booleans())
def test_xmr_of_any_series_equals_the_plain_reading_of_the_rules(values, points, screen):
    pairs = itertools.pairwise(values)
    assume(any(a is not None and b is not None and a != b for a, b in pairs))
    chart = spc.xmr(values, improves="up", points=points, screen=screen)
    mean, spread = plain_mean_and_spread(values, screen=screen)
    np.testing.assert_allclose((chart.mean[0], chart.upper[0]), (mean, mean + 2.66 * spread), rtol=0, atol=1e-12 * 40)
    plain = plain_causes(values, chart.mean[0], (chart.upper[0] - chart.mean[0]) / 2.66, points)
    present = np.array([np.nan if value is None else value for value in values], dtype=float)
    edges = (chart.lower, chart.upper, chart.near_lower, chart.near_upper)
    assume(all(np.nanmin(np.abs(present - line)) > 1e-9 for line in edges))
    assert [set(causes) for causes in chart.causes] == [
        found | ({label} - {""}) for found, label in zip(plain, chart.cause.tolist(), strict=True)
    ]
    assert chart.cause.tolist() == [plain_label(plain, values, place) for place in range(len(values))]


@settings(max_examples=40, deadline=None)
@given(moving, st.integers(-1000, 1000), direction)
def test_xmr_shifted_moves_the_lines_and_keeps_the_labels(values, shift, improves):
    before = spc.xmr(values, improves=improves)
    assume(clear_of_limits(before, values))
    after = spc.xmr([value + shift for value in values], improves=improves)
    for line in LINES:
        np.testing.assert_allclose(getattr(after, line), getattr(before, line) + shift, rtol=0, atol=1e-9)
    assert (after.causes.tolist(), after.variation) == (before.causes.tolist(), before.variation)


@settings(max_examples=40, deadline=None)
@given(moving, st.integers(-30, 30), direction)
def test_xmr_scaled_by_a_power_of_two_scales_the_lines_exactly_and_keeps_the_labels(values, power, improves):
    before, scale = spc.xmr(values, improves=improves), 2.0**power
    after = spc.xmr([value * scale for value in values], improves=improves)
    for line in LINES:
        assert getattr(after, line).tolist() == (getattr(before, line) * scale).tolist()
    assert (after.causes.tolist(), after.variation) == (before.causes.tolist(), before.variation)


@settings(max_examples=40, deadline=None)
@given(moving)
def test_xmr_mirrored_mirrors_the_lines_the_label_of_each_limit_and_the_icon(values):
    before = spc.xmr(values, improves="neutral")
    after = spc.xmr([-value for value in values], improves="neutral")
    assert after.mean.tolist() == (-before.mean).tolist()
    assert after.upper.tolist() == (-before.lower).tolist()
    assert after.near_lower.tolist() == (-before.near_upper).tolist()
    assert after.variation == MIRRORED.get(before.variation, before.variation)
    pairs = zip(spc.CAUSES[::2], spc.CAUSES[1::2], strict=True)
    other = {"": ""} | {a: b for pair in pairs for a, b in (pair, pair[::-1])}
    alone = [place for place, causes in enumerate(before.causes) if not set(causes) & {"trend_up", "trend_down"}]
    assert [after.cause[place] for place in alone] == [other[before.cause[place]] for place in alone]


panel = st.integers(2, 30).flatmap(
    lambda periods: st.lists(
        st.lists(
            st.one_of(st.floats(-1e6, 1e6, allow_subnormal=False), st.integers(-3, 3).map(float), st.just(np.nan)),
            min_size=periods,
            max_size=periods,
        ).filter(lambda row: not np.isnan(row).all()),
        min_size=1,
        max_size=6,
    )
)


def assert_same(found: spc.Xmr, expected: spc.Xmr) -> None:
    for name in FIELDS:
        np.testing.assert_array_equal(getattr(found, name), getattr(expected, name), err_msg=name)


@settings(max_examples=40, deadline=None)
@given(panel, st.data())
def test_xmr_many_equals_xmr_row_by_row_to_the_bit(rows, data):
    count, periods = len(rows), len(rows[0])

    def each(strategy):
        return data.draw(st.one_of(strategy, st.lists(strategy, min_size=count, max_size=count)))

    starts = st.lists(st.integers(0, periods - 1), max_size=3)
    rebase = data.draw(st.one_of(starts, st.lists(starts, min_size=count, max_size=count)))
    options = {
        "improves": each(direction),
        "target": each(st.one_of(st.none(), st.integers(-5, 5))),
        "fix_after": each(st.sampled_from([None, 12, 20])),
        "screen": each(st.booleans()),
        "points": each(length),
    }
    many = spc.xmr_many(rows, rebase=rebase, **options)
    per_series = bool(rebase) and isinstance(rebase[0], list)
    for place, row in enumerate(rows):
        own = {name: value[place] if isinstance(value, list) else value for name, value in options.items()}
        alone = spc.xmr(row, rebase=rebase[place] if per_series else rebase, **own)
        assert_same(many.series(place), alone)
        for name in FIELDS:
            np.testing.assert_array_equal(getattr(many, name)[place], getattr(alone, name), err_msg=name)


def test_xmr_many_over_several_chunks_equals_xmr_row_by_row_to_the_bit():
    rng = np.random.default_rng(7)
    rows = rng.normal(50, 5, (2100, 30)).round(1)
    rows[1500:1600, 11] = np.nan
    many = spc.xmr_many(rows, improves="down", target=55)
    for place in (0, 1023, 1024, 1500, 1599, 1600, 2047, 2099):
        assert_same(many.series(place), spc.xmr(rows[place], improves="down", target=55))


def test_xmr_many_with_series_in_another_order_gives_the_same_in_that_order():
    rng = np.random.default_rng(8)
    rows = rng.poisson(6, (1300, 24)).astype(float)
    rows[5, 3] = np.nan
    order = rng.permutation(len(rows))
    before, after = spc.xmr_many(rows, improves="down"), spc.xmr_many(rows[order], improves="down")
    for name in FIELDS:
        np.testing.assert_array_equal(getattr(after, name), getattr(before, name)[order], err_msg=name)


@pytest.mark.parametrize("pad", [1, 9])
def test_xmr_many_padded_with_nan_gives_the_points_what_they_had(pad):
    row = np.random.default_rng(9).normal(50, 5, 24)
    alone = spc.xmr(row, improves="down", target=48)
    padded = spc.xmr_many([np.append(row, [np.nan] * pad), np.append(row, [50.0] * pad)], improves="down", target=48)
    assert padded.cause[0].tolist() == [*alone.cause, *[""] * pad]
    assert padded.upper[0].tolist() == [alone.upper[0]] * (24 + pad)
    assert (padded.variation[0], padded.assurance[0]) == (alone.variation, alone.assurance)


def test_xmr_many_with_new_baselines_of_their_own_for_thousands_equals_xmr_row_by_row():
    rng = np.random.default_rng(10)
    rows = rng.normal(50, 5, (3000, 48)).round(1)
    rows[rng.random(rows.shape) < 0.02] = np.nan
    rebase = [sorted(set(rng.integers(1, 48, rng.integers(0, 4)).tolist())) for _ in rows]
    many = spc.xmr_many(rows, improves="down", target=52, rebase=rebase)
    for place in range(0, 3000, 37):
        assert_same(many.series(place), spc.xmr(rows[place], improves="down", target=52, rebase=rebase[place]))
