"""What stands between a quarter and its publication: errors stop it, warnings need a reason each. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from lineofsight.sources.dashboard.rules import periods


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is not right, or that somebody should know. `url` leads to where it is put right."""

    code: str
    severity: str
    text: str
    url: str = ""

    @property
    def stops(self) -> bool:
        """True for an error."""
        return self.severity == "error"


@dataclass(frozen=True, slots=True)
class Quarter:
    """What is known of a quarter when somebody wants to publish it."""

    start: date
    with_figures: int
    provisional: tuple[str, ...]
    unexplained: tuple[str, ...]
    outstanding: tuple[str, ...]
    waiting: int
    open_before: bool


def checks_of(quarter: Quarter, *, today: date, urls: Mapping[str, str]) -> list[Check]:
    """Everything to put right or to answer for, errors first."""
    found = [*_errors(quarter, today=today), *_warnings(quarter)]
    return [Check(code, severity, text, urls.get(code, "")) for code, severity, text in found]


def _errors(quarter: Quarter, *, today: date) -> Iterable[tuple[str, str, str]]:
    end = periods.quarter_end(quarter.start)
    if today <= end:
        yield "not-over", "error", f"The quarter is not over. It ends on {end.day} {end:%B %Y}."
    if not quarter.with_figures:
        yield "no-figures", "error", "No measure has a figure for this quarter yet."


def _warnings(quarter: Quarter) -> Iterable[tuple[str, str, str]]:
    if quarter.outstanding:
        yield "outstanding", "warning", f"{_some(quarter.outstanding)} not sent their return."
    if quarter.waiting:
        many = "1 return waits" if quarter.waiting == 1 else f"{quarter.waiting} returns wait"
        yield "waiting", "warning", f"{many} to be checked and accepted."
    if quarter.provisional:
        count = len(quarter.provisional)
        verb = "measure has" if count == 1 else "measures have"
        yield "provisional", "warning", f"{count} {verb} a provisional figure: {_first(quarter.provisional)}."
    if quarter.unexplained:
        count = len(quarter.unexplained)
        verb = "measure has" if count == 1 else "measures have"
        yield (
            "unexplained",
            "warning",
            f"{count} {verb} changed and nobody has said why: {_first(quarter.unexplained)}.",
        )
    if quarter.open_before:
        yield "before", "warning", "The quarter before has not been published."


def _first(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:3])
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown


def _some(names: tuple[str, ...]) -> str:
    return f"{_first(names)} {'has' if len(names) == 1 else 'have'}"


def why_not_publish(checks: Iterable[Check], *, reasons: Mapping[str, str]) -> str | None:
    """The reason why the quarter cannot be published, or None when it can."""
    held = list(checks)
    stopping = [check for check in held if check.stops]
    if stopping:
        return stopping[0].text
    without = [check for check in held if not reasons.get(check.code, "").strip()]
    return f"Give a reason: {without[0].text}" if without else None
