"""The attack here is written apart from the product's own: plain linear programs on what a reader sees."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from lineofsight.engine import disclosure

MEMBERS = disclosure.rule_for("any", audience="members")
HOSPITAL = disclosure.rule_for("hospital", audience="public")


def attack(shown, hidden):
    """(least, most) of each hidden cell for a reader of a table with totals in its last row and column."""
    cells = [tuple(at) for at in np.argwhere(hidden)]
    lines = [[(i, j) for j in range(shown.shape[1])] for i in range(shown.shape[0])]
    lines += [[(i, j) for i in range(shown.shape[0])] for j in range(shown.shape[1])] if shown.shape[0] > 1 else []
    left, right = [], []
    for line in lines:
        signs = [1.0] * (len(line) - 1) + [-1.0]
        left.append([sum(s for s, at in zip(signs, line, strict=True) if at == cell) for cell in cells])
        right.append(-sum(s * shown[at] for s, at in zip(signs, line, strict=True) if not hidden[at]))
    found = {}
    for k, cell in enumerate(cells):
        ends = []
        for sign in (1, -1):
            aim = [sign * (n == k) for n in range(len(cells))]
            answer = linprog(aim, A_eq=left, b_eq=right, bounds=(1, None))
            ends.append(sign * answer.fun if answer.status == 0 else np.inf)
        found[cell] = tuple(ends)
    return found


def full(counts):
    body = np.atleast_2d(np.asarray(counts, dtype=float))
    wide = np.column_stack([body, body.sum(axis=1)])
    return wide if np.ndim(counts) == 1 else np.vstack([wide, wide.sum(axis=0)])


def test_protect_a_table_with_one_small_count_hides_what_gives_it_away():
    table = disclosure.protect([[3, 50, 60], [20, 30, 10], [40, 0, 12]], MEMBERS)
    nan = np.nan
    expected = [[nan, 50, nan, 113], [nan, 30, nan, 60], [40, 0, 12, 52], [63, 80, 82, 225]]
    np.testing.assert_array_equal(table.counts, np.array(expected, dtype=float))
    assert table.secondary.sum() == 3
    assert (table.least[0, 0], table.most[0, 0], table.coarsened) == (1.0, 22.0, "")


def test_protect_two_hidden_ones_that_their_total_would_give_away_hides_a_third():
    table = disclosure.protect([1, 1, 30, 40], MEMBERS)
    assert list(table.states) == ["suppressed", "suppressed", "suppressed", "value", "value"]


def test_protect_a_table_without_small_counts_hides_nothing():
    table = disclosure.protect([[10, 0], [20, 30]], MEMBERS)
    assert set(table.states.ravel()) == {"value"}
    np.testing.assert_array_equal(table.counts, full([[10, 0], [20, 30]]))


def test_protect_a_rule_without_secondary_hides_the_small_count_alone():
    analyst = disclosure.Rule("r", "*", "x", hide_up_to=5, secondary=False)
    table = disclosure.protect([[3, 50], [20, 30]], analyst)
    assert (table.states == "suppressed").sum() == 1
    assert (table.least[0, 0], table.most[0, 0]) == (3.0, 3.0)


tables = st.integers(2, 6).flatmap(
    lambda columns: st.lists(
        st.lists(st.one_of(st.integers(0, 9), st.integers(0, 200)), min_size=columns, max_size=columns),
        min_size=2,
        max_size=6,
    )
)


@settings(max_examples=20, deadline=None)
@given(counts=tables, rule=st.sampled_from([MEMBERS, HOSPITAL]))
def test_protect_any_table_leaves_every_hidden_count_in_doubt(counts, rule):
    check_that_hidden_counts_stay_hidden(counts, rule)


@pytest.mark.long
@settings(max_examples=1_000, deadline=None)
@given(counts=tables, rule=st.sampled_from([MEMBERS, HOSPITAL]))
def test_protect_a_thousand_tables_leaves_every_hidden_count_in_doubt(counts, rule):
    check_that_hidden_counts_stay_hidden(counts, rule)


def check_that_hidden_counts_stay_hidden(counts, rule):
    table = disclosure.protect(counts, rule)
    truth, hidden = full(counts), table.states == "suppressed"
    small = (truth > 0) & (truth <= rule.hide_up_to)
    assert not (small & ~hidden).any()
    assert not (hidden & (truth == 0)).any()
    for cell, (least, most) in attack(truth, hidden).items():
        assert least <= truth[cell] <= most
        assert most - least >= rule.protection - 1e-6


@settings(max_examples=40, deadline=None)
@given(counts=st.lists(st.integers(0, 30), min_size=2, max_size=9))
def test_protect_any_single_row_leaves_every_hidden_count_in_doubt(counts):
    table = disclosure.protect(counts, MEMBERS)
    hidden = np.atleast_2d(table.states == "suppressed")
    assert all(most - least >= 4 - 1e-6 for least, most in attack(full(counts), hidden).values())


@settings(max_examples=10, deadline=None)
@given(counts=tables)
def test_protect_tells_the_bounds_that_an_attacker_finds_or_less(counts):
    table = disclosure.protect(counts, MEMBERS)
    for cell, (least, most) in attack(full(counts), table.states == "suppressed").items():
        assert least - 1e-6 <= table.least[cell] <= table.most[cell] <= most + 1e-6


def test_protect_rounds_what_is_shown_by_the_rule():
    table = disclosure.protect([[12, 18], [23, 48]], HOSPITAL)
    np.testing.assert_array_equal(table.counts, [[10, 20, 30], [25, 50, 70], [35, 65, 100]])


def test_protect_a_missing_cell_stays_missing_and_out_of_the_totals():
    table = disclosure.protect([[10, np.nan], [20, 30]], MEMBERS)
    assert table.states[0].tolist() == ["value", "missing", "value"]
    assert table.counts[0, 2] == 10


def test_protect_a_count_that_the_source_hid_stays_hidden_and_out_of_the_totals():
    table = disclosure.protect([[10, np.nan], [20, 30]], MEMBERS, states=[["value", "suppressed"], ["value", "value"]])
    assert table.states[0, 1] == "suppressed"
    assert table.counts[2].tolist() == [30, 30, 60]


def test_protect_above_two_thousand_cells_shows_totals_alone_and_says_so():
    table = disclosure.protect(np.full((50, 41), 3), MEMBERS)
    assert table.coarsened == "This table has 2,050 cells, too many to prove safe. Only its totals are shown."
    assert set(table.states[:-1, :-1].ravel()) == {"suppressed"}
    assert table.counts[-1, -1] == 6150
    assert table.counts[0, -1] == 123


def test_protect_above_two_thousand_cells_still_protects_the_totals():
    counts = np.zeros((50, 41))
    counts[0, 0], counts[1:, 1:] = 3, 10
    table = disclosure.protect(counts, MEMBERS)
    row_totals = table.states[:-1, -1]
    assert row_totals[0] == "suppressed"
    assert (row_totals == "suppressed").sum() >= 2


def test_protect_two_thousand_cells_is_proved():
    counts = np.random.default_rng(5).negative_binomial(1, 0.05, (40, 50))
    table = disclosure.protect(counts, MEMBERS)
    hidden = table.states == "suppressed"
    assert table.coarsened == ""
    assert (table.most - table.least)[hidden].min() >= MEMBERS.protection


@pytest.mark.parametrize("wrong", [[[1.5]], [[-1]], [[np.inf]], [], np.zeros((2, 2, 2))])
def test_protect_anything_but_a_table_of_counts_is_refused(wrong):
    with pytest.raises(disclosure.DisclosureError, match="A table to protect"):
        disclosure.protect(wrong, MEMBERS)


def test_protected_districts_in_a_county_hides_a_second_district():
    # County, districts A, B, C; district A is split into two wards.
    counts = np.array([90.0, 33.0, 27.0, 30.0, 3.0, 30.0])
    sums = disclosure.sums_of([(0, [1, 2, 3]), (1, [4, 5])], 6)
    hidden = disclosure.protected(counts, sums, counts <= 5, rule=MEMBERS, whole=True)
    doubt = disclosure.bounds(disclosure.Knowledge(counts, sums, hidden, whole=True)).doubt
    assert hidden[4]
    assert doubt[hidden].min() >= MEMBERS.protection


def test_bounds_of_figures_that_contradict_their_total_is_an_error():
    sums = disclosure.sums_of([(2, [0, 1])], 3)
    knowledge = disclosure.Knowledge(np.array([50.0, 3.0, 20.0]), sums, np.array([False, True, False]))
    with pytest.raises(disclosure.DisclosureError, match="contradict"):
        disclosure.bounds(knowledge)
