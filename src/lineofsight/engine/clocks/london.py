"""The one clock of the partnerships: the days and the hours of London."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def london_day(moment: datetime) -> date:
    """The day in London on which a moment falls."""
    return moment.astimezone(LONDON).date()


def london_moment(day: date, hour: time = time(12)) -> datetime:
    """That hour of the day in London."""
    return datetime.combine(day, hour, tzinfo=LONDON)
