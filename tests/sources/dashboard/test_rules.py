"""The dashboard's pure decisions, one case for each way out."""

from datetime import date

import numpy as np
import pytest

from lineofsight.engine.disclosure import rule_for
from lineofsight.sources.dashboard.rules import disclosing, periods, summing, warning, wording, words
from lineofsight.sources.dashboard.rules.detecting import priorities
from lineofsight.sources.dashboard.rules.panel import SUPPRESSED, VALUE, Floats, Panel, Trait


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, True),
        ({"value": 79.0}, False),
        ({"improves": "neutral"}, False),
        ({"p_miss": 0.5}, False),
        ({"months": 7.0}, False),
        ({"months": None}, False),
        ({"target": None}, False),
        ({"improves": "down", "value": 79.0}, True),
    ],
)
def test_about_to_miss_only_where_met_surely_and_crossed_soon(facts: dict[str, object], expected: bool) -> None:
    given = {"value": 85.0, "target": 80.0, "improves": "up", "p_miss": 0.05, "months": 4.0} | facts
    assert warning.about_to_miss(**given) is expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("since", "tier", "expected"),
    [(date(2026, 1, 1), "alert", False), (date(2026, 7, 1), "alert", True), (date(2026, 1, 1), "priority", True)],
)
def test_closed_warning_returns_only_for_a_newer_or_greater_change(since: date, tier: str, expected: bool) -> None:
    assert warning.returns(since=since, closed_on=date(2026, 6, 1), tier=tier, tier_then="alert") is expected


def test_headline_counts_each_group_and_leaves_out_measures_without_figures() -> None:
    groups = ["worse"] * 3 + ["better"] * 2 + ["same"] * 19 + ["little"] * 4 + ["none"] * 5
    assert summing.headline(groups) == (
        "3 of 28 measures are getting worse, 2 better, 19 no real change, 4 too little data."
    )
    assert summing.headline([]) == "There are no figures yet."


def test_grid_counts_by_variation_and_target() -> None:
    assert summing.grid([("worse", "fail"), ("worse", "fail"), ("same", "none")]) == [
        ("worse", [2, 0, 0, 0]),
        ("same", [0, 0, 0, 1]),
    ]


@pytest.mark.parametrize(
    ("day", "kind", "label", "after"),
    [
        (date(2026, 9, 1), "month", "Sep 2026", date(2026, 10, 1)),
        (date(2026, 10, 1), "quarter", "Oct to Dec 2026", date(2027, 1, 1)),
        (date(2025, 4, 1), "financial_year", "2025 to 2026", date(2026, 4, 1)),
        (date(2026, 1, 1), "term", "Spring 2026", None),
        (date(2026, 3, 31), "snapshot", "31 Mar 2026", None),
    ],
)
def test_period_has_label_and_successor(day: date, kind: str, label: str, after: date | None) -> None:
    assert (periods.label(day, kind), periods.following(day, kind)) == (label, after)


def test_axis_fills_months_that_nobody_supplied() -> None:
    months = [date(2026, 1, 1), date(2026, 4, 1)]
    assert [day.month for day in periods.axis_of(months, "month")] == [1, 2, 3, 4]
    assert periods.axis_of(months, "term") == months


def test_shown_tells_every_state_apart() -> None:
    said = [
        words.shown(None if state not in (0, 4, 5) else 81.25, state, unit="percent", decimals=1) for state in range(9)
    ]
    assert said == ["81.2%", "c", "x", "z", "81.2% (e)", "81.2% (p)", "w", "low", "u"]
    assert words.shown(0.0, VALUE, unit="count") == "0"


def test_run_counts_points_on_one_side_and_steps_one_way() -> None:
    assert wording.run_of([5.0, 1.0, 6.0, 7.0, 8.0], [4.0] * 5) == wording.Run(side=3, way=3)


def test_priorities_are_alerts_that_stand_out_in_the_whole_list() -> None:
    tiers = ["alert", "alert", "", "watch", "priority"]
    assert priorities(tiers, [1e-9, 0.2, 0.9, 0.5, None]) == ["priority", "alert", "", "watch", "alert"]


def a_panel(numerators: list[float], denominators: list[float]) -> Panel:
    """One series of percentages."""
    n, d = np.array([numerators], dtype=float), np.array([denominators], dtype=float)
    days = tuple(date(2026, month, 1) for month in range(1, len(numerators) + 1))
    return Panel((1,), days, 100 * n / d, n, d, np.zeros(n.shape, dtype=np.int8), np.ones(n.shape, dtype=np.int64))


def test_hide_takes_small_numbers_out_of_every_part_of_the_panel() -> None:
    trait = Trait(improves="up", family="binomial", period_type="month", multiplier=100, unit="percent")
    hidden = disclosing.hide(a_panel([3, 0, 40, 4], [50, 50, 50, 6]), [rule_for("*", audience="members")], [trait])
    assert hidden.states.tolist() == [[SUPPRESSED, VALUE, VALUE, SUPPRESSED]]
    assert np.isnan(hidden.values[0, [0, 3]]).all() and np.isnan(hidden.numerators[0, [0, 3]]).all()
    assert hidden.values[0, [1, 2]].tolist() == [0.0, 80.0]


def shown_and_counts(rows: list[list[float]], hidden: list[tuple[int, int]]) -> tuple[Panel, Floats]:
    """Rows of counts by period, of which these cells are hidden already."""
    counts = np.array(rows)
    states = np.zeros(counts.shape, dtype=np.int8)
    for row, column in hidden:
        states[row, column] = SUPPRESSED
    days = tuple(date(2026, month, 1) for month in range(1, counts.shape[1] + 1))
    ids = np.ones(counts.shape, dtype=np.int64)
    return Panel(tuple(range(1, len(rows) + 1)), days, counts, counts, counts, states, ids), counts


def test_hidden_in_hides_a_second_part_that_the_total_would_give_away() -> None:
    rule = rule_for("*", audience="members")
    shown, counts = shown_and_counts([[3.0, 40.0], [6.0, 41.0], [80.0, 42.0], [89.0, 123.0]], [(0, 0)])
    more = disclosing.hidden_in(shown, counts, [disclosing.Family((0, 1, 2), 3, rule)])
    assert more == {2: {shown.periods[0]}}
    hidden = disclosing.hide_more(shown, more)
    assert hidden.states[:3].tolist() == [[SUPPRESSED, VALUE], [SUPPRESSED, VALUE], [VALUE, VALUE]]
    assert np.isnan(hidden.values[1, 0]) and shown.values[1, 0] == 6.0


def test_hidden_in_looks_at_both_families_of_a_cell_until_nothing_more_is_given_away() -> None:
    """Two districts by two ages: hiding one cell opens the next sum, all the way round."""
    rule = rule_for("*", audience="members")
    shown, counts = shown_and_counts([[3.0], [30.0], [40.0], [50.0]], [(0, 0)])
    pairs = ((0, 1), (2, 3), (0, 2), (1, 3))
    more = disclosing.hidden_in(shown, counts, [disclosing.Family(pair, None, rule) for pair in pairs])
    assert set(more) == {2, 3, 4}


def test_hidden_in_leaves_alone_what_overlaps() -> None:
    """A child may have several factors: the total minus the others says nothing of the hidden one."""
    rule = rule_for("*", audience="members")
    shown, counts = shown_and_counts([[3.0], [30.0], [20.0]], [(0, 0)])
    assert disclosing.hidden_in(shown, counts, [disclosing.Family((0, 1), 2, rule)]) == {}


@pytest.mark.parametrize(("others", "given"), [(0.0, False), (3.0, True), (5.0, True), (6.0, False)])
def test_given_away_to_a_reader_who_knows_their_own(others: float, given: bool) -> None:
    rule = rule_for("*", audience="members")
    shown, counts = shown_and_counts([[20.0 + others], [20.0]], [])
    days = disclosing.given_away(shown, counts, 0, [1], rule)
    assert days == ({shown.periods[0]} if given else set())
