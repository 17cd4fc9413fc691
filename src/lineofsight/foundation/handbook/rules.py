"""From which day a version of the framework may count. Pure."""

from collections.abc import Collection
from datetime import date


def why_not_from(day: date, *, today: date, adopted: Collection[date]) -> str | None:
    """The reason why a version cannot count from the day, or None. `adopted`: days from which versions count already.

    The first version of a partnership may count from any day; a later one must not change what already counted.
    """
    if day in adopted:
        return "Another version already counts from this day. Choose another day."
    if adopted and day < today:
        return "This day is past. What counted then stays as it was: choose today or a later day."
    return None
