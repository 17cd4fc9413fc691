"""Pure decisions about accounts."""

from collections.abc import Collection
from datetime import date


def is_vouched_for(address: str, *, domains: Collection[str]) -> bool:
    """True when an organisation's sign-in may speak for the address: its domain is named, or none is named at all."""
    domain = address.rpartition("@")[2].lower()
    return not domains or domain in {one.lower().lstrip("@") for one in domains}


def why_not_away(away_from: date | None, away_until: date | None) -> str | None:
    """What is wrong with the two days of an absence, or None: both or neither, in order."""
    if (away_from is None) != (away_until is None):
        return "Enter both days: the first day away and the last."
    if away_from and away_until and away_until < away_from:
        return "The last day away must be on or after the first day."
    return None
