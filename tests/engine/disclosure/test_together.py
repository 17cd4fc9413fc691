from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineofsight.engine import disclosure

MEMBERS = disclosure.rule_for("any", audience="members")
ALDER, BIRCH, CEDAR = "Alder", "Birch", "Cedar"
COUNTS = {ALDER: 40, BIRCH: 3, CEDAR: 50}


def verdict(counts, shown, asked):
    return disclosure.safe_together(counts, shown=shown, asked=asked, rule=MEMBERS)


def test_safe_together_a_small_figure_is_refused():
    assert verdict(COUNTS, [], {BIRCH}) == disclosure.Verdict(False, "The number is small.", (frozenset({BIRCH}),))


def test_safe_together_a_filter_that_leaves_out_a_small_area_is_refused():
    assert verdict(COUNTS, [{ALDER, BIRCH, CEDAR}], {ALDER, CEDAR}) == disclosure.Verdict(
        False, "Taken from a figure already shown, it leaves a small number.", (frozenset({BIRCH}),)
    )


def test_safe_together_a_filter_that_leaves_out_a_large_area_is_shown():
    assert verdict(COUNTS, [{ALDER, BIRCH, CEDAR}], {ALDER, BIRCH}) == disclosure.Verdict(True)


def test_safe_together_three_figures_that_together_give_one_away_are_refused():
    # County less Alder less Cedar is Birch: no two of the figures tell, all three do.
    answer = verdict(COUNTS, [{ALDER, BIRCH, CEDAR}, {ALDER}], {CEDAR})
    assert answer == disclosure.Verdict(
        False, "Together with the figures already shown, a small number can be worked out.", (frozenset({BIRCH}),)
    )


def test_safe_together_overlapping_areas_whose_overlap_is_large_are_shown():
    counts = {"north": 40, "overlap": 30, "south": 50}
    assert verdict(counts, [{"north", "overlap"}], {"overlap", "south"}).safe


def test_safe_together_rolling_years_that_differ_by_small_quarters_are_refused():
    # Two years of four quarters each that overlap in three: the new quarter and the dropped one differ by a known sum,
    # but neither is known; asking for the three that they share gives both away.
    quarters = {"q1": 3, "q2": 30, "q3": 30, "q4": 30, "q5": 4}
    first, second = {"q1", "q2", "q3", "q4"}, {"q2", "q3", "q4", "q5"}
    assert verdict(quarters, [first], second).safe
    assert not verdict(quarters, [first, second], {"q2", "q3", "q4"}).safe


def test_safe_together_a_piece_without_a_count_is_refused():
    with pytest.raises(disclosure.DisclosureError, match="no count for 'Dogwood'"):
        verdict(COUNTS, [], {"Dogwood"})


pieces = st.sets(st.integers(0, 3), min_size=1)


@settings(max_examples=15, deadline=None)
@given(counts=st.lists(st.integers(0, 9), min_size=4, max_size=4), shown=st.lists(pieces, max_size=3), asked=pieces)
def test_safe_together_what_is_let_through_leaves_each_small_piece_in_doubt(counts, shown, asked):
    """Every way to fill the pieces with 0 to 40 that gives the figures: a small piece takes values far apart."""
    sets = [*shown, asked]
    truth = dict(enumerate(counts))
    if not verdict(truth, shown, asked).safe:
        return
    figures = [sum(truth[piece] for piece in group) for group in sets]
    known = sorted(set().union(*sets))
    ranges = [range(min(min(f for f, g in zip(figures, sets, strict=True) if p in g), 40) + 1) for p in known]
    ways = [
        way
        for way in product(*ranges)
        if all(
            sum(v for p, v in zip(known, way, strict=True) if p in group) == figure
            for group, figure in zip(sets, figures, strict=True)
        )
    ]
    for at, piece in enumerate(known):
        if 0 < truth[piece] <= MEMBERS.hide_up_to:
            values = [way[at] for way in ways]
            assert max(values) - min(values) >= MEMBERS.protection
