"""From which day a version may count: one case for each exit."""

from datetime import date

import pytest

from lineofsight.foundation.handbook.rules import why_not_from

TODAY = date(2026, 10, 21)
ADOPTED = [date(2023, 4, 1)]


@pytest.mark.parametrize(
    ("day", "adopted", "reason"),
    [
        (date(2020, 1, 1), [], None),
        (TODAY, ADOPTED, None),
        (date(2027, 4, 1), ADOPTED, None),
        (date(2023, 4, 1), ADOPTED, "Another version already counts from this day. Choose another day."),
        (
            date(2026, 10, 20),
            ADOPTED,
            "This day is past. What counted then stays as it was: choose today or a later day.",
        ),
    ],
)
def test_day_is_refused_with_its_reason(day: date, adopted: list[date], reason: str | None) -> None:
    assert why_not_from(day, today=TODAY, adopted=adopted) == reason
