"""What every write shares that may come too late: a reason against it, and somebody else who was first."""

from typing import Any

from lineofsight.foundation.partnership.permissions import Refused


class ChangedMeanwhile(Exception):
    """Somebody else changed it since the person read it; `saved` is how it is now, where both are shown. Nothing was written."""

    def __init__(self, said: str = "Somebody else changed this while you were writing.", *, saved: Any = None) -> None:
        super().__init__(said)
        self.saved = saved


def must(reason: str | None) -> None:
    """Go on only without a reason against it."""
    if reason:
        raise Refused(reason)
