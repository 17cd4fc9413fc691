"""What the clock calls once a day."""

from lineofsight.cycle.spreadsheets import changes
from lineofsight.foundation.partnership.guards import now as current_moment


def daily() -> int:
    """Delete the text of spreadsheets that were given more than a week ago."""
    return changes.forget_old(now=current_moment())
