from datetime import date

import pytest

from lineofsight.engine import clocks

NOTIFIED = date(2026, 12, 23)
RAPID_REVIEW = clocks.statutory_rule("RR", on=NOTIFIED)


@pytest.mark.parametrize(
    ("today", "met_on", "state", "days_left", "working_days_left"),
    [
        (date(2027, 1, 8), None, "running", 10, 6),
        (date(2027, 1, 11), None, "due_soon", 7, 5),
        (date(2027, 1, 18), None, "due_soon", 0, 0),
        (date(2027, 1, 19), None, "overdue", -1, -1),
        (date(2027, 1, 25), date(2027, 1, 18), "met", -7, -5),
        (date(2027, 1, 25), date(2027, 1, 19), "met_late", -7, -5),
    ],
)
def test_evaluate_a_rapid_review_on_each_day_gives_its_state(today, met_on, state, days_left, working_days_left):
    reading = clocks.evaluate(RAPID_REVIEW, NOTIFIED, today=today, met_on=met_on)
    assert reading == clocks.ClockReading(
        RAPID_REVIEW, NOTIFIED, date(2027, 1, 18), days_left, working_days_left, state, True
    )


@pytest.mark.parametrize(
    ("code", "start", "due", "due_on_working_day"),
    [
        ("SIN", date(2026, 12, 16), date(2026, 12, 23), True),
        ("LAC-DEATH", date(2026, 12, 26), date(2027, 1, 5), True),
        ("PANEL", date(2027, 3, 19), date(2027, 4, 13), True),
        ("LCSPR", date(2026, 8, 31), date(2027, 2, 28), False),
        ("LCSPR-PRE", date(2027, 1, 15), date(2027, 1, 6), True),
        ("YEARLY", date(2026, 3, 31), date(2026, 9, 30), True),
        ("YEARLY", date(2026, 9, 30), date(2027, 9, 30), True),
        ("MASA", date(2024, 12, 20), date(2025, 12, 20), False),
        ("JTAI", date(2027, 1, 4), date(2027, 4, 14), True),
        ("ILACS", date(2027, 1, 4), date(2027, 4, 14), True),
        ("HMICFRS-CP", date(2026, 11, 2), date(2026, 12, 14), True),
        ("CL-DEATH", date(2026, 11, 2), None, True),
    ],
)
def test_evaluate_each_statutory_clock_gives_its_due_date(code, start, due, due_on_working_day):
    reading = clocks.evaluate(clocks.statutory_rule(code, on=start), start, today=start)
    assert (reading.due, reading.due_on_working_day) == (due, due_on_working_day)


def test_evaluate_a_clock_without_a_limit_says_so():
    reading = clocks.evaluate(clocks.statutory_rule("CL-DEATH", on=NOTIFIED), NOTIFIED, today=date(2027, 6, 1))
    assert (reading.state, reading.words, reading.days_left) == ("no_time_limit", "No time limit", None)


def test_statutory_rules_each_say_who_and_where_it_is_written():
    assert [rule.code for rule in clocks.statutory_rules() if not (rule.holder and rule.source and rule.ends)] == []
    assert len(clocks.statutory_rules()) == 12


def test_statutory_rule_before_it_held_is_an_error():
    with pytest.raises(clocks.ClockError, match="no clock YEARLY on 2019-01-01"):
        clocks.statutory_rule("YEARLY", on=date(2019, 1, 1))


def test_evaluate_a_rule_with_a_date_but_no_month_and_day_is_an_error():
    rule = clocks.ClockRule("X", "a", "b", "c", "date_in_year")
    with pytest.raises(clocks.ClockError, match="X: give the month and day"):
        clocks.evaluate(rule, NOTIFIED, today=NOTIFIED)
