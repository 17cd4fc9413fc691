"""What a request's state allows, when one is late, and which reminder is due."""

from datetime import date

import pytest

from lineofsight.cycle.requests import rules
from lineofsight.cycle.requests.rules import Reminding

DUE = date(2026, 10, 28)
REMINDERS = [
    Reminding("before-30", -30),
    Reminding("before-7", -7),
    Reminding("before-1", -1),
    Reminding("after-1", 1),
    Reminding("after-7", 7, copy_to_lead=True),
]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 9, 27), None),
        (date(2026, 9, 28), "before-30"),
        (date(2026, 10, 20), "before-30"),
        (date(2026, 10, 21), "before-7"),
        (date(2026, 10, 27), "before-1"),
        (date(2026, 10, 28), "before-1"),
        (date(2026, 10, 29), "after-1"),
        (date(2026, 11, 3), "after-1"),
        (date(2026, 11, 4), "after-7"),
        (date(2027, 1, 1), "after-7"),
    ],
)
def test_reminder_due_is_the_newest_whose_day_has_come(today: date, expected: str | None) -> None:
    found = rules.reminder_due(REMINDERS, due=DUE, today=today)
    assert (found.code if found else None) == expected


def test_reminder_before_is_not_sent_after_the_day_when_there_is_none_after() -> None:
    assert rules.reminder_due(REMINDERS[:3], due=DUE, today=date(2026, 10, 29)) is None


@pytest.mark.parametrize(
    ("state", "today", "received", "expected"),
    [
        ("open", DUE, None, False),
        ("open", date(2026, 10, 29), None, True),
        ("started", date(2026, 10, 29), None, True),
        ("sent_back", date(2026, 10, 29), DUE, False),
        ("received", date(2026, 10, 29), None, False),
        ("excused", date(2026, 10, 29), None, False),
    ],
)
def test_is_late_from_the_end_of_the_day_while_nothing_came(
    state: str, today: date, received: date | None, expected: bool
) -> None:
    assert rules.is_late(state=state, due=DUE, today=today, received=received) is expected


@pytest.mark.parametrize(
    ("state", "today", "received", "words"),
    [
        ("open", DUE, None, "Not started"),
        ("started", DUE, None, "Started"),
        ("open", date(2026, 10, 31), None, "Late by 3 days"),
        ("received", DUE, DUE, "Received"),
        ("received", date(2026, 11, 5), date(2026, 10, 30), "Received, late by 2 days"),
        ("accepted", date(2026, 11, 5), DUE, "Accepted"),
        ("excused", date(2026, 11, 5), None, "Agreed missing"),
        ("sent_back", date(2026, 11, 5), DUE, "Sent back"),
    ],
)
def test_words_of_a_state(state: str, today: date, received: date | None, words: str) -> None:
    assert rules.words_of(state, due=DUE, today=today, received=received) == words


@pytest.mark.parametrize(
    ("state", "opens", "is_closed", "reason"),
    [
        ("open", DUE, False, None),
        ("accepted", DUE, False, None),
        ("open", date(2026, 10, 29), False, "This round opens on 29 October 2026."),
        ("open", DUE, True, "This round is closed. Ask the Business Team to open it again."),
        ("received", DUE, False, "This return has been sent. Take it back if you want to change it."),
        (
            "excused",
            DUE,
            False,
            "It was agreed that this return is not needed. Ask the Business Team if that has changed.",
        ),
    ],
)
def test_why_not_start(state: str, opens: date, is_closed: bool, reason: str | None) -> None:
    assert rules.why_not_start(state=state, opens=opens, today=DUE, is_closed=is_closed) == reason


@pytest.mark.parametrize(
    ("state", "until", "reason"),
    [
        ("open", date(2026, 11, 1), None),
        ("open", DUE, "Choose a day after 28 October 2026."),
        ("accepted", date(2026, 11, 1), "Nothing is owed here any more, so there is no date to move."),
    ],
)
def test_why_not_extend(state: str, until: date, reason: str | None) -> None:
    assert rules.why_not_extend(state=state, due=DUE, until=until) == reason


@pytest.mark.parametrize(
    ("state", "code", "reason"),
    [
        ("open", "no-data", None),
        ("open", "dog-ate-it", "Choose one of the reasons."),
        ("received", "no-data", "Nothing is owed here any more."),
    ],
)
def test_why_not_excuse(state: str, code: str, reason: str | None) -> None:
    assert rules.why_not_excuse(state=state, reason_code=code, allowed=["no-data"]) == reason
