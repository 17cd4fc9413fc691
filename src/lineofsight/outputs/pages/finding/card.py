"""A card of the home page, a deadline, and a warning of the briefing."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Place = Literal["now", "coming", "done"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One thing that needs the person: how many, the nearest day (with what it `says` of that day), and one button.

    `place`: do now, coming up, or up to date with. `is_urgent`: late, or for the Executive.
    """

    title: str
    count: int
    url: str
    button: str
    text: str = ""
    nearest: date | None = None
    says: str = "Due"
    place: Place = "now"
    is_urgent: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Deadline:
    """Something that is due on a day."""

    day: date
    text: str
    url: str
