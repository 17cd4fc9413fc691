"""What the entries of a framework are in words: where they come from, how long a time is, who stands on a route."""

from collections.abc import Iterable
from typing import Any

from lineofsight.engine.framework import Framework

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
UNITS = {
    "working_days": ("working day", "working days"),
    "days": ("day", "days"),
    "months": ("month", "months"),
    "years": ("year", "years"),
    "minutes": ("minute", "minutes"),
}
FED_BY = {
    "agencies": "Agencies",
    "business-team": "Business team",
    "saa": "Scrutiny group",
    "sub-groups": "Sub-groups",
    "scrutineer": "Scrutineer",
}
STANDINGS = {
    "safeguarding_partner": "Safeguarding partner",
    "relevant_agency": "Relevant agency",
    "education": "Education or childcare",
    "partnership": "Partnership team",
    "outside": "From outside",
}


def where_from(framework: Framework, entry: Any) -> str:
    """ "The document, Section 3" or "Suggested: Children Act 2004, 2004 c. 31"."""
    note = f", {entry.source_note}" if entry.source_note else ""
    if not entry.suggested:
        return f"The document{note}" if entry.source == "framework" else f"{source_of(framework, entry)}{note}"
    return f"Suggested: {source_of(framework, entry)}{note}"


def source_of(framework: Framework, entry: Any) -> str:
    """The source's name with its edition."""
    source = framework.get("sources", entry.source)
    return f"{source.name}, {source.edition}"


def marked(entry: Any, key: str, text: str) -> str:
    """The text with “(suggested)” where the document itself does not say it."""
    said = entry.is_suggested(key) and not entry.suggested
    return f"{text} (suggested)" if said and text else text


def named(framework: Framework, section: str, codes: Iterable[str]) -> str:
    """The names behind codes, as a list in a sentence."""
    return ", ".join(name_of(framework.get(section, code)) for code in codes)


def name_of(entry: Any) -> str:
    """What an entry is called: its name, else its text, else its code."""
    for key in ("short_name", "name", "text"):
        if getattr(entry, key, ""):
            return str(getattr(entry, key))
    return str(entry.code)


def route_in_words(framework: Framework, codes: Iterable[str]) -> str:
    """ "SAA Sub-group, then Executive, then LSPs"; empty when there is no route."""
    return ", then ".join(framework.get("groups", code).short_name for code in codes)


def length_of(clock: Any) -> str:
    """How long a clock runs: "5 working days", "every year by 31 March", "no fixed time"; "before" where it counts back."""
    if clock.unit == "date_in_year" and clock.month_and_day:
        month, day = clock.month_and_day
        return f"Every year by {day} {MONTHS[month - 1]}"
    if clock.unit == "none" or clock.length is None:
        return "No fixed time"
    return time_in_words(abs(clock.length), clock.unit) + (" before" if clock.length < 0 else "")


def time_in_words(length: int, unit: str) -> str:
    """ "1 month", "20 minutes"."""
    one, many = UNITS[unit]
    return f"{length} {one if length == 1 else many}"


def reminder_in_words(days: int) -> str:
    """ "7 days before it is due", "on the day", "1 day after it was due"."""
    if days == 0:
        return "On the day it is due"
    said = time_in_words(abs(days), "days")
    return f"{said} before it is due" if days < 0 else f"{said} after it was due"


def kept_for(retention: Any) -> str:
    """ "6 years", "for good"."""
    return "For good" if retention.years is None else time_in_words(retention.years, "years")


def limit_in_words(limit: Any) -> str:
    """ "7 points", "10%"."""
    return f"{limit.value:.0%}" if limit.unit == "share" else f"{limit.value:g} {limit.unit}"
