"""When a worker counts as dead, and how long to wait before a task is tried again. Pure."""

from datetime import datetime, timedelta

HEARD_EVERY = timedelta(seconds=15)
DEAD_AFTER = timedelta(seconds=90)
MOST_TRIES = 5


def is_dead(seen_at: datetime | None, *, now: datetime, started_at: datetime | None) -> bool:
    """True when a worker was not heard of for too long; one that was never heard of counts from when its task began."""
    last = max((moment for moment in (seen_at, started_at) if moment is not None), default=None)
    return last is None or now - last > DEAD_AFTER


def wait_before_try(tries: int) -> timedelta:
    """How long a task that was tried so often waits: 30 seconds, 2 minutes, 8 minutes, 32 minutes."""
    return timedelta(seconds=30 * 4 ** max(tries - 1, 0))
