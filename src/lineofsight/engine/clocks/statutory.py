"""The clocks of the safeguarding duties, as shipped. An installation may hold its own, newer ones."""

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from lineofsight.engine.clocks.clock import ClockRule
from lineofsight.engine.clocks.errors import ClockError


@cache
def statutory_rules() -> tuple[ClockRule, ...]:
    """Every shipped rule, in the order of the table, older editions included."""
    table = tomllib.loads(files(__package__).joinpath("statutory.toml").read_text(encoding="utf-8"))
    return tuple(_rule(row) for row in table["clock"])


def statutory_rule(code: str, *, on: date) -> ClockRule:
    """The rule with this code that held on a day. Raises `ClockError` when there was none."""
    held = [rule for rule in statutory_rules() if rule.code == code and rule.from_date <= on]
    if not held:
        raise ClockError(f"There is no clock {code} on {on.isoformat()}.")
    return max(held, key=lambda rule: rule.from_date)


def _rule(row: dict[str, Any]) -> ClockRule:
    month_and_day = row.pop("month_and_day", None)
    return ClockRule(**row, month_and_day=tuple(month_and_day) if month_and_day else None)
