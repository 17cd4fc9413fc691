"""Pure decisions about messages: what a message says, who gets it when, and how long to wait after a failure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_TRIES = 8
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
MONDAY = 0
ORDINARY = "OFFICIAL"


@dataclass(frozen=True, slots=True)
class Line:
    """What a message says of one notice: never more than the page's name when the thing is marked."""

    text: str
    path: str


def wait_after(tries: int) -> timedelta | None:
    """How long to wait after this many failed tries; None when it is time to give up."""
    return WAITS[tries - 1] if tries < MOST_TRIES else None


def line_of(*, kind: str, text: str, path: str, marking: str) -> Line:
    """The line for one notice. An early warning, and whatever is marked above ordinary, is told without its words."""
    if kind == "urgent":
        return Line("There is an early warning for you to read.", path)
    if marking and marking != ORDINARY:
        return Line("There is something for you to read. We do not describe it in an e-mail.", path)
    return Line(text, path)


def is_time_for(kind: str, *, news: str, local: datetime, from_hour: int) -> bool:
    """True when a notice of the kind may go into a message now, by the person's choice. `local`: time in London."""
    if kind == "urgent":
        return True
    if local.hour < from_hour:
        return False
    if kind == "task" or news == "daily":
        return True
    return news == "weekly" and local.weekday() == MONDAY


def title_of(lines: int, *, urgent: bool) -> str:
    """The title of a message: it counts, and names nothing."""
    if urgent:
        return "Early warning: open Line of Sight"
    return "1 thing for you in Line of Sight" if lines == 1 else f"{lines} things for you in Line of Sight"


def body_of(lines: Sequence[Line], *, name: str, address: str, contact: str, choices_path: str) -> str:
    """The text of a message: one line and one link for each notice. `address` is the installation's own, without a slash."""
    told = "\n\n".join(f"- {line.text}\n  {address}{line.path or '/messages/'}" for line in lines)
    return (
        f"Hello {name},\n\n{told}\n\n"
        f"Questions? {contact}\nChoose which e-mails you get: {address}{choices_path}\n\nLine of Sight\n"
    )
