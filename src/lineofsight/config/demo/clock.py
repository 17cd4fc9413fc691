"""The demo's own clock: what is told as of March was written down in March."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from lineofsight.engine.clocks import london_moment


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that somebody did at a moment. `do` takes the moment."""

    at: datetime
    do: Callable[[datetime], Any]


def moment(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """A moment of the day in London; of the Monday after, where the day is at a weekend."""
    working = day + timedelta(days=max(7 - day.weekday(), 0) if day.weekday() > 4 else 0)
    return london_moment(working, time(hour, minute))


@contextmanager
def standing_at(when: datetime) -> Iterator[None]:
    """Inside, the product's clock stands at the moment: stamps, trail entries and notices carry it."""
    true = timezone.now
    # In UTC, as the true clock gives it: the trail's hashes are made from how a moment is written.
    moment_in_utc = when.astimezone(UTC)
    setattr(timezone, "now", lambda: moment_in_utc)  # noqa: B010
    try:
        yield
    finally:
        setattr(timezone, "now", true)  # noqa: B010


def play(happenings: Iterable[Happening]) -> None:
    """Do everything in the order of its moments; what has the same moment stays in the order given."""
    for one in sorted(happenings, key=lambda happening: happening.at):
        with standing_at(one.at):
            one.do(one.at)
