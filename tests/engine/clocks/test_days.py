from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineofsight.engine import clocks

WITHIN = st.dates(date(2013, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (date(2026, 12, 16), 5, date(2026, 12, 23)),
        (date(2026, 12, 23), 5, date(2027, 1, 4)),
        (date(2026, 12, 23), 15, date(2027, 1, 18)),
        (date(2026, 12, 26), 5, date(2027, 1, 5)),
        (date(2027, 3, 19), 15, date(2027, 4, 13)),
        (date(2027, 1, 4), 70, date(2027, 4, 14)),
        (date(2027, 1, 15), -7, date(2027, 1, 6)),
        (date(2026, 11, 25), 0, date(2026, 11, 25)),
        (date(2026, 12, 25), 0, date(2026, 12, 29)),
        (date(2026, 11, 28), -1, date(2026, 11, 27)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
    ],
)
def test_add_working_days_from_each_kind_of_day_gives_the_working_day(start, days, expected):
    assert clocks.add_working_days(start, days) == expected


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2027, 1, 15), -13, date(2025, 12, 15)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_add_months_keeps_the_day_or_takes_the_last_of_a_shorter_month(start, months, expected):
    assert clocks.add_months(start, months) == expected


def test_add_working_days_beyond_the_table_says_which_year_is_missing():
    with pytest.raises(clocks.BeyondTheTable) as raised:
        clocks.add_working_days(date(2028, 12, 27), 5)
    assert str(raised.value) == (
        "The bank holiday table runs from 1 January 2012 to 31 December 2028. "
        "Add the bank holidays of 2029 to work out this date."
    )


def test_add_working_days_with_own_holidays_uses_them_alone():
    assert clocks.add_working_days(date(2030, 5, 6), 1, holidays={date(2030, 5, 7)}) == date(2030, 5, 8)


def test_add_working_days_with_own_table_keeps_to_its_years():
    table = clocks.BankHolidays(frozenset(), date(2029, 1, 1), date(2029, 12, 31))
    assert clocks.add_working_days(date(2029, 12, 28), 1, holidays=table) == date(2029, 12, 31)
    with pytest.raises(clocks.BeyondTheTable):
        clocks.add_working_days(date(2029, 12, 28), 2, holidays=table)


@pytest.mark.parametrize("start", [datetime(2026, 1, 5, tzinfo=UTC), "2026-01-05", None])
def test_clock_given_something_other_than_a_date_refuses_it(start):
    with pytest.raises(clocks.NotADate):
        clocks.add_working_days(start, 1)
    with pytest.raises(clocks.NotADate):
        clocks.add_months(start, 1)


@pytest.mark.parametrize("length", [True, 1.5, "3", None])
def test_clock_given_a_length_that_is_not_whole_refuses_it(length):
    with pytest.raises(clocks.NotADate):
        clocks.add_working_days(date(2026, 1, 5), length)
    with pytest.raises(clocks.NotADate):
        clocks.add_months(date(2026, 1, 5), length)


@pytest.mark.parametrize("months", [120_000, -120_000])
def test_add_months_outside_the_calendar_says_so(months):
    with pytest.raises(clocks.ClockError, match="outside the calendar"):
        clocks.add_months(date(2026, 1, 5), months)


@given(start=WITHIN, days=st.integers(1, 90))
def test_working_days_between_undoes_add_working_days(start, days):
    end = clocks.add_working_days(start, days)
    assert clocks.is_working_day(end)
    assert clocks.working_days_between(start, end) == days
    assert clocks.add_working_days(end, -days) <= start


@given(start=WITHIN, end=WITHIN.filter(clocks.is_working_day))
def test_working_days_between_two_days_is_the_steps_it_takes(start, end):
    steps = clocks.working_days_between(start, end)
    if steps != 0:
        assert clocks.add_working_days(start, steps) == end


@given(start=WITHIN, months=st.integers(-60, 60))
def test_add_months_moves_by_whole_months(start, months):
    moved = clocks.add_months(start, months)
    assert (moved.year - start.year) * 12 + moved.month - start.month == months
    assert moved.day == start.day or (moved.day < start.day and (moved + timedelta(days=1)).day == 1)
