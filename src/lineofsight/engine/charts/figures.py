"""Figures and periods in words: the same on an axis, in a tooltip, in a table and in a text alternative."""

from datetime import date
from math import floor, isfinite, log10

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def month_label(day: date) -> str:
    """The month of a date as it stands on an axis: Oct 2023."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def quarter_label(day: date) -> str:
    """The three months that begin with this date: Jan to Mar 2024. A span over the new year names both years."""
    last = (day.month + 1) % 12
    year = day.year + (day.month + 1) // 12
    first = MONTHS[day.month - 1] if year == day.year else month_label(day)
    return f"{first} to {MONTHS[last]} {year}"


def year_label(day: date) -> str:
    """The twelve months that begin with this date: 2023 to 2024, or 2024 for a calendar year."""
    return str(day.year) if day.month == 1 else f"{day.year} to {day.year + 1}"


def figure(value: float, unit: str = "", decimals: int | None = None) -> str:
    """A figure with its unit: 27%, £1,234, 12.3. Words such as `per 10,000 children` stay off the figure.

    `decimals` None drops what would be noise: none from 100 up, one below, and no trailing zero. Empty for a gap.
    """
    if not isfinite(value):
        return ""
    text = f"{value:,.{decimals}f}" if decimals is not None else _plain(value)
    if unit == "%":
        return f"{text}%"
    return f"£{text}".replace("£-", "-£") if unit == "£" else text


def decimals_of(step: float) -> int:
    """How many decimals a tick step needs: 0 for 5, 1 for 0.5, 2 for 0.25."""
    if step <= 0:
        return 0
    places = max(0, -floor(log10(step)))
    return places + 1 if round(step * 10**places) != step * 10**places and places < 6 else places


def _plain(value: float) -> str:
    decimals = 0 if abs(value) >= 100 else 1 if abs(value) >= 1 or value == 0 else 2
    text = f"{value:,.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
