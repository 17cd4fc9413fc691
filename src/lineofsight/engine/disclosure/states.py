"""Why there is or is not a figure. Suppressed, missing, zero and not applicable are four different things."""

from typing import Literal

State = Literal["value", "suppressed", "missing", "not_applicable", "low", "unreliable"]

# The letter in place of the figure, as the Department for Education prints it, and the words for a screen reader.
MARKERS: dict[State, tuple[str, str]] = {
    "value": ("", ""),
    "suppressed": ("c", "hidden, small number"),
    "missing": ("x", "not supplied"),
    "not_applicable": ("z", "does not apply"),
    "low": ("low", "above zero, rounds to zero"),
    "unreliable": ("u", "not reliable enough to show"),
}


def marker(state: State) -> str:
    """The letter that stands for a figure that is not there; empty for one that is."""
    return MARKERS[state][0]


def words(state: State) -> str:
    """The letter's meaning in words; empty for a figure that is there."""
    return MARKERS[state][1]
