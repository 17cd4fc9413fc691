import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineofsight.engine import disclosure

NAN = float("nan")
MEMBERS = disclosure.rule_for("any", audience="members")
PUBLIC = disclosure.rule_for("any", audience="public")
DFE = disclosure.rule_for("dfe-cin", audience="public")
HOSPITAL = disclosure.rule_for("hospital", audience="members")
ANALYST = disclosure.rule_for("hospital", audience="analyst")
INCIDENTS = disclosure.rule_for("incidents", audience="public")


@pytest.mark.parametrize(
    ("rule", "numerator", "denominator", "state"),
    [
        (DFE, 0, 100, "value"),
        (DFE, 1, 100, "suppressed"),
        (DFE, 5, 100, "suppressed"),
        (DFE, 6, 100, "value"),
        (HOSPITAL, 7, 100, "suppressed"),
        (HOSPITAL, 8, 100, "value"),
        (MEMBERS, 6, 9, "suppressed"),
        (MEMBERS, 0, 9, "value"),
        (MEMBERS, 6, 10, "value"),
        (MEMBERS, 0, 0, "not_applicable"),
        (MEMBERS, NAN, 100, "missing"),
        (MEMBERS, 6, NAN, "missing"),
        (ANALYST, 1, 2, "value"),
        (INCIDENTS, 60, 900, "suppressed"),
        (INCIDENTS, 0, 900, "value"),
    ],
)
def test_mask_of_one_figure_gives_its_state(rule, numerator, denominator, state):
    assert disclosure.mask([numerator], [denominator], rule).tolist() == [state]


def test_mask_of_series_keeps_their_shape_and_the_states_of_the_source():
    states = [["value", "unreliable"], ["not_applicable", "value"]]
    found = disclosure.mask([[3, 20], [NAN, 0]], [[50, 50], [50, 50]], MEMBERS, states=states)
    assert found.tolist() == [["suppressed", "unreliable"], ["not_applicable", "value"]]


def test_mask_of_figures_across_years_lets_them_through():
    assert disclosure.mask([60, 3], None, INCIDENTS, spans_years=True).tolist() == ["value", "suppressed"]


def test_apply_hides_the_rate_with_its_numerator_and_works_it_out_unrounded():
    shown = disclosure.apply([0, 3, 6, 13], HOSPITAL, denominators=[40, 41, 9, 43])
    assert shown.states.tolist() == ["value", "suppressed", "suppressed", "value"]
    assert shown.rate_states.tolist() == ["value", "suppressed", "suppressed", "value"]
    np.testing.assert_array_equal(shown.counts, [0, NAN, NAN, 15])
    np.testing.assert_array_equal(shown.rates, [0, NAN, NAN, 30.2])
    np.testing.assert_array_equal(shown.denominators, [40, 40, 10, 45])


def test_apply_hides_a_small_denominator_too():
    shown = disclosure.apply([0], MEMBERS, denominators=[4])
    assert (shown.rate_states.tolist(), shown.denominator_states.tolist()) == (["value"], ["suppressed"])


def test_apply_a_count_that_rounds_to_zero_is_low():
    rule = disclosure.Rule("r", "*", "x", hide_up_to=0, round_to=10)
    shown = disclosure.apply([4, 5, 0], rule)
    assert shown.states.tolist() == ["low", "value", "value"]
    np.testing.assert_array_equal(shown.counts, [NAN, 10, 0])


@given(st.lists(st.integers(0, 40), min_size=1, max_size=20), st.sampled_from([MEMBERS, PUBLIC, HOSPITAL, DFE]))
def test_apply_never_shows_a_small_count_and_never_hides_a_zero(counts, rule):
    shown = disclosure.apply(counts, rule, denominators=[100] * len(counts))
    for count, state, rate_state in zip(counts, shown.states, shown.rate_states, strict=True):
        expected = "suppressed" if 0 < count <= rule.hide_up_to else "value"
        assert (state, rate_state) == (expected, expected)
    assert np.isnan(shown.rates).tolist() == [0 < count <= rule.hide_up_to for count in counts]


@pytest.mark.parametrize(
    ("counts", "denominators", "message"),
    [
        ([-1], None, r"count at position \[0\] is below zero"),
        ([1, float("inf")], None, r"count at position \[1\] is below zero or infinite"),
        ([10, 11], [10], r"denominators have the shape \(1,\), the counts \(2,\)"),
        (["many"], None, "not a number"),
    ],
)
def test_apply_to_figures_that_cannot_be_names_the_place(counts, denominators, message):
    with pytest.raises(disclosure.DisclosureError, match=message):
        disclosure.apply(counts, MEMBERS, denominators=denominators)


def test_mask_with_a_state_that_nobody_knows_is_refused():
    with pytest.raises(disclosure.DisclosureError, match="'hidden' is not the state"):
        disclosure.mask([10], None, MEMBERS, states=["hidden"])


def test_rule_for_a_source_without_its_own_is_that_of_any_source():
    assert disclosure.rule_for("made up", audience="public").code == "public"
    assert disclosure.rule_for("hospital", audience="public").code == "hospital-public"


def test_rule_for_an_unknown_audience_is_refused():
    with pytest.raises(disclosure.DisclosureError, match="no disclosure rule for the audience 'everyone'"):
        disclosure.rule_for("dfe-cin", audience="everyone")


def test_markers_are_four_states_and_the_two_of_the_department():
    assert {state: disclosure.marker(state) for state in disclosure.MARKERS} == {
        "value": "",
        "suppressed": "c",
        "missing": "x",
        "not_applicable": "z",
        "low": "low",
        "unreliable": "u",
    }
    assert len({disclosure.words(state) for state in disclosure.MARKERS}) == 6


@pytest.mark.parametrize(
    ("quarters", "state", "value"),
    [
        ([3, 5, 8, 9], "value", 25),
        ([3, 12, 8, 9], "suppressed", NAN),
        ([1, 1, 8, 9], "suppressed", NAN),
        ([1, 1, 1, 0], "suppressed", NAN),
        ([0, 0, 0, 0], "value", 0),
        ([10, 12, 8, 9], "value", 39),
        ([10, NAN, 8, 9], "missing", NAN),
    ],
)
def test_total_over_periods_is_shown_only_if_no_hidden_quarter_can_be_worked_out(quarters, state, value):
    total = disclosure.total_over_periods(quarters, MEMBERS)
    assert total.state == state
    np.testing.assert_equal(total.value, value)
    assert bool(total.reason) == (state != "value")
