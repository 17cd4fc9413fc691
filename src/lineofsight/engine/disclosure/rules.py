"""Rules of disclosure as data: what each source and each audience hides and rounds."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lineofsight.engine.disclosure.errors import DisclosureError


@dataclass(frozen=True)
class Rule:
    """What is hidden and rounded for one audience of one source (`*` for any other source).

    Counts from 1 to `hide_up_to` are hidden (0 hides none); a true zero never is. `round_to` rounds the counts that are
    shown. Rates are hidden with their numerator, and where the denominator is below `smallest_denominator`; they are
    worked out from unrounded counts and shown to `rate_decimals`. `secondary` hides more where totals would give a
    hidden count away; an attacker must then be left at least `protection` in doubt. `across_years_only` hides every
    figure of a single year, however large, for deaths and serious incidents.
    """

    code: str
    source: str
    audience: str
    hide_up_to: int
    round_to: int = 0
    rate_decimals: int = 1
    smallest_denominator: int = 0
    secondary: bool = True
    protection: int = 4
    across_years_only: bool = False
    written_in: str = ""

    def __post_init__(self) -> None:
        """Refuse a rule that protects nothing while it seems to."""
        limits = (self.hide_up_to, self.round_to, self.rate_decimals, self.smallest_denominator)
        if min(limits) < 0 or self.protection < 1:
            raise DisclosureError(f"{self.code}: the limits of a rule are not below zero, and protection is 1 or more.")


@cache
def shipped_rules() -> tuple[Rule, ...]:
    """Every shipped rule. An installation may hold its own."""
    table = tomllib.loads(files(__package__).joinpath("rules.toml").read_text(encoding="utf-8"))
    return tuple(Rule(**row) for row in table["rule"])


def rule_for(source: str, *, audience: str, rules: tuple[Rule, ...] | None = None) -> Rule:
    """The rule for figures of this source before this audience; that of any source where it has none of its own.

    Raises `DisclosureError` for an audience that no rule names: nobody sees figures by default.
    """
    known = shipped_rules() if rules is None else rules
    for wanted in (source, "*"):
        for rule in known:
            if (rule.source, rule.audience) == (wanted, audience):
                return rule
    raise DisclosureError(f"There is no disclosure rule for the audience {audience!r}.")
