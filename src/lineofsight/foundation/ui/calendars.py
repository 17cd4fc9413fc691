"""Calendar files that Outlook and others read: titles and days, nothing more. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

PRODUCT = "-//Line of Sight//Meetings//EN"
READ_EVERY = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of a calendar: at a moment, or the whole day when it is a date. `key` stays the same when it moves."""

    key: str
    title: str
    starts: date | datetime
    ends: date | datetime | None = None
    sequence: int = 0
    cancelled: bool = False


def calendar_text(name: str, happenings: Iterable[Happening], *, now: datetime, host: str) -> bytes:
    """The calendar file. Moments are in UTC, so that no program needs to know our time zone."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("name", name)
    calendar.add("refresh-interval", READ_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for one in happenings:
        calendar.add_component(_event(one, now=now, host=host))
    text: bytes = calendar.to_ical()
    return text


def _event(one: Happening, *, now: datetime, host: str) -> Event:
    event = Event()
    event.add("uid", f"{one.key}@{host}")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("summary", one.title)
    event.add("dtstart", _plain(one.starts))
    if one.ends is not None:
        event.add("dtend", _plain(one.ends))
    elif not isinstance(one.starts, datetime):
        event.add("dtend", one.starts + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    event.add("sequence", one.sequence)
    event.add("class", "PRIVATE")
    if one.cancelled:
        event.add("status", "CANCELLED")
    return event


def _plain(value: date | datetime) -> date | datetime:
    return value.astimezone(UTC).replace(microsecond=0) if isinstance(value, datetime) else value
