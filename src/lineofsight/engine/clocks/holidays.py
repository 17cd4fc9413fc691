"""Bank holidays as a dated table: a shipped one for England and Wales, or the installation's own."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from lineofsight.engine.clocks.errors import BeyondTheTable


@dataclass(frozen=True)
class BankHolidays:
    """The holidays of the days from `covers_from` to `covers_to`, both included. Outside them nothing is known."""

    dates: frozenset[date]
    covers_from: date = date.min
    covers_to: date = date.max

    def falls_on(self, day: date) -> bool:
        """Whether this day is a bank holiday.

        Raises `BeyondTheTable` for a day whose holidays are not known: to guess would move a statutory date.
        """
        if not self.covers_from <= day <= self.covers_to:
            raise BeyondTheTable(self._what_is_missing(day))
        return day in self.dates

    def _what_is_missing(self, day: date) -> str:
        covered = f"from {in_words(self.covers_from)} to {in_words(self.covers_to)}"
        return f"The bank holiday table runs {covered}. Add the bank holidays of {day.year} to work out this date."


def in_words(day: date) -> str:
    """A date as a person writes it: 4 January 2027."""
    return f"{day.day} {day:%B %Y}"


@cache
def england_and_wales() -> BankHolidays:
    """The shipped table, from the dates that the government publishes, with one-off and substitute days."""
    table = tomllib.loads(files(__package__).joinpath("england_and_wales.toml").read_text(encoding="utf-8"))
    dates = frozenset(date.fromisoformat(day) for day in table["dates"])
    return BankHolidays(dates, table["covers_from"], table["covers_to"])


def table_of(holidays: BankHolidays | Collection[date] | None) -> BankHolidays:
    """The table to use: the shipped one for None; a bare collection of dates is taken as complete for all time."""
    if holidays is None:
        return england_and_wales()
    return holidays if isinstance(holidays, BankHolidays) else BankHolidays(frozenset(holidays))
